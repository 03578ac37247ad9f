import Losses
import TwoBranch

/// What a step minimises, as a function of the embeddings of the global batch.
package enum Objective {
  /// The embedding network: distances rank.
  case ranking(RankingLoss)
  /// The similarity network: a head scores pairs.
  case similarity(SimilarityObjective)

  /// The similarity network's head; nil for the embedding network.
  package var head: SimilarityHead? {
    switch self {
    case .ranking: nil
    case .similarity(let similarity): similarity.head
    }
  }

  /// Replaces the running estimates of a head.
  mutating func restore(_ running: HeadStatistics?) {
    guard case .similarity(var similarity) = self, let running else { return }
    similarity.head.running = running
    self = .similarity(similarity)
  }
}

/// The loss of a step with its parts.
package enum LossSums {
  case ranking(RankingLossSums)
  case logistic(LogisticLossSums)

  package var loss: Double {
    switch self {
    case .ranking(let sums): sums.loss
    case .logistic(let sums): sums.loss
    }
  }

  /// Whether anything of the batch was compared with a negative.
  ///
  /// - Parameter positivePairs: of the batch.
  package func hasNegatives(besides positivePairs: Int) -> Bool {
    switch self {
    case .ranking(let sums): sums.triplets > 0
    case .logistic(let sums): sums.pairs > positivePairs
    }
  }

  private var numbers: [Double] {
    switch self {
    case .ranking(let sums): sums.numbers
    case .logistic(let sums): sums.numbers
    }
  }

  /// The sums of all ranks together. A collective.
  ///
  /// - Parameter parts: of each of this rank's blocks, at least one.
  static func addedUp(_ parts: [LossSums], by sum: BlockSum) throws -> LossSums {
    let numbers = try sum(parts.map(\.numbers))
    switch parts[0] {
    case .ranking: return .ranking(RankingLossSums(numbers: numbers))
    case .logistic: return .logistic(LogisticLossSums(numbers: numbers))
    }
  }
}
