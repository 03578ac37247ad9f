import CKernels
import Sampling
import Tensor

/// One term of the ranking loss, whatever its anchors and candidates are.
struct RankingTerm {
  /// Which positives of an anchor make pairs with it.
  enum PositiveChoice {
    case every
    case farthest
  }

  /// A part of the term, over some of the anchors.
  struct Sum {
    var loss = 0.0
    var activeTriplets = 0
    var triplets = 0
  }

  let margin: Float
  let topViolations: Int
  let weight: Float
  let choice: PositiveChoice
  let anchors: EmbeddingSet
  let candidates: EmbeddingSet
  /// For each anchor the candidates that are positive.
  let positives: PositionLists
  /// For each anchor the candidates that are neither positive nor negative. All that stand in neither list are
  /// negative, but for the anchor itself.
  let ignored: PositionLists?
  /// For each anchor the candidates of its own neighbourhood, whose negatives go before all others; nil: none do.
  let ownCandidates: OwnCandidates?
  /// For the dot products of anchors and candidates.
  let memory: ReusedMemory

  /// Under the root: keeps the gradient finite where two embeddings meet. Source: the authors' code.
  static let distanceFloor: Float = 1e-4

  /// (anchor, positive) pairs of the global batch.
  private var pairCount: Int {
    switch choice {
    case .every: positives.pairCount
    case .farthest: (0..<positives.count).count { !positives.range(of: $0).isEmpty }
    }
  }

  /// Loss, and gradient into both sets, of the anchors at `range`.
  func evaluate(_ range: Range<Int>) -> Sum {
    var sum = Sum()
    let pairs = pairCount
    guard pairs > 0, !range.isEmpty else { return sum }
    let products = memory.matrix(rows: range.count, columns: candidates.count)
    multiply(
      .plain(anchors.embeddings.rows(range)), .transposed(candidates.embeddings), into: products)
    var search = NegativeSearch(candidates: candidates, wanted: topViolations)
    for anchor in range where !positives[anchor].isEmpty {
      let row = products.pointer + (anchor - range.lowerBound) * products.columns
      let excluded = anchors.isSame(as: candidates) ? anchor : nil
      let negatives = search.nearest(
        row, anchorSquare: anchors.squares[anchor], besides: [positives[anchor], ignored?[anchor] ?? []],
        excluded, first: ownCandidates?[anchor])
      addAnchor(anchor, row, negatives, pairs: pairs, to: &sum)
    }
    return sum
  }

  /// All pairs of one anchor: their hinges over the nearest negatives, and the pulls these make.
  private func addAnchor(
    _ anchor: Int, _ products: UnsafeMutablePointer<Float>, _ negatives: [Neighbor], pairs: Int,
    to sum: inout Sum
  ) {
    guard !negatives.isEmpty else { return }
    let share = weight / (Float(pairs) * Float(negatives.count))
    var pushes = [Float](repeating: 0, count: negatives.count)
    for positive in pairedPositives(of: anchor, products) {
      var active = 0
      for (place, negative) in negatives.enumerated() {
        let hinge = margin + positive.distance - negative.distance
        guard hinge > 0 else { break }  // nearest first: the rest are satisfied too
        sum.loss += Double(hinge) * Double(share)
        pushes[place] += share
        active += 1
      }
      sum.activeTriplets += active
      sum.triplets += negatives.count
      pull(anchor, positive, by: Float(active) * share)
    }
    for (negative, push) in zip(negatives, pushes) { pull(anchor, negative, by: -push) }
  }

  private func pairedPositives(of anchor: Int, _ products: UnsafeMutablePointer<Float>) -> [Neighbor] {
    let all = positives[anchor].map { position in
      Neighbor(
        position: Int(position),
        squaredDistance: anchors.squares[anchor] + candidates.squares[Int(position)] - 2
          * products[Int(position)])
    }
    switch choice {
    case .every: return all
    case .farthest: return all.max { $0.squaredDistance < $1.squaredDistance }.map { [$0] } ?? []
    }
  }

  /// Adds `slope` times the gradient of the distance between an anchor and a candidate.
  private func pull(_ anchor: Int, _ neighbor: Neighbor, by slope: Float) {
    // Where the squared distance is clamped, the distance is constant.
    guard slope != 0, neighbor.squaredDistance > 0 else { return }
    let width = anchors.embeddings.columns
    tbn_pull(
      anchors.embeddings.pointer + anchor * width, candidates.embeddings.pointer + neighbor.position * width,
      width, slope / neighbor.distance, anchors.gradients.pointer + anchor * width,
      candidates.gradients.pointer + neighbor.position * width)
  }
}

/// A candidate as seen from an anchor.
struct Neighbor {
  let position: Int
  /// As computed, so that it may be below zero by rounding.
  let squaredDistance: Float
  let distance: Float

  init(position: Int, squaredDistance: Float) {
    self.position = position
    self.squaredDistance = squaredDistance
    distance = (max(0, squaredDistance) + RankingTerm.distanceFloor).squareRoot()
  }
}
