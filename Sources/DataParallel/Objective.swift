import Losses
import MPI
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

  /// The sums of all ranks together. A collective.
  func addedUp(over communicator: Communicator) throws -> LossSums {
    func addUp(_ own: [Double]) throws -> [Double] {
      var numbers = own
      try communicator.allReduce(&numbers)
      return numbers
    }
    switch self {
    case .ranking(let sums): return .ranking(RankingLossSums(numbers: try addUp(sums.numbers)))
    case .logistic(let sums): return .logistic(LogisticLossSums(numbers: try addUp(sums.numbers)))
    }
  }
}
