import CKernels

/// Finds an anchor's nearest negatives; keeps its marks and lists from anchor to anchor.
struct NegativeSearch {
  private let squares: [Float]
  private var excluded: [UInt8]
  private var indices: [Int32]
  private var keys: [Float]

  init(candidates: EmbeddingSet, wanted: Int) {
    squares = candidates.squares
    excluded = [UInt8](repeating: 0, count: candidates.count)
    indices = [Int32](repeating: 0, count: min(wanted, candidates.count))
    keys = [Float](repeating: 0, count: indices.count)
  }

  /// The nearest candidates that stand in none of some lists, nearest first, ties by position.
  ///
  /// - Parameters:
  ///   - products: dot products of the anchor with every candidate.
  ///   - itself: the anchor's own position where it is a candidate.
  ///   - preferred: candidates of which none is left out in favour of others; nil: all are alike.
  mutating func nearest(
    _ products: UnsafeMutablePointer<Float>, anchorSquare: Float, besides lists: [ArraySlice<Int32>],
    _ itself: Int?, first preferred: Range<Int>? = nil
  ) -> [Neighbor] {
    mark(lists, itself, 1)
    defer { mark(lists, itself, 0) }
    guard let preferred else { return nearest(products, in: 0..<squares.count, anchorSquare, indices.count) }
    let own = nearest(products, in: preferred, anchorSquare, indices.count)
    guard own.count < indices.count else { return own }
    // All negatives among the preferred are taken: what is left to find stands before or behind them.
    let before = nearest(products, in: 0..<preferred.lowerBound, anchorSquare, indices.count - own.count)
    let behind = nearest(
      products, in: preferred.upperBound..<squares.count, anchorSquare, indices.count - own.count)
    let others = (before + behind).sorted(by: Self.isNearer).prefix(indices.count - own.count)
    return (own + others).sorted(by: Self.isNearer)
  }

  private static func isNearer(_ one: Neighbor, _ other: Neighbor) -> Bool {
    (one.squaredDistance, one.position) < (other.squaredDistance, other.position)
  }

  private mutating func nearest(
    _ products: UnsafeMutablePointer<Float>, in range: Range<Int>, _ anchorSquare: Float, _ wanted: Int
  ) -> [Neighbor] {
    let start = range.lowerBound
    let found = squares.withUnsafeBufferPointer { squares in
      excluded.withUnsafeBufferPointer { excluded in
        guard let square = squares.baseAddress, let mark = excluded.baseAddress, !range.isEmpty else {
          return 0
        }
        return tbn_nearest(
          products + start, square + start, mark + start, range.count, min(wanted, range.count), &indices,
          &keys)
      }
    }
    return (0..<found).map {
      Neighbor(position: start + Int(indices[$0]), squaredDistance: keys[$0] + anchorSquare)
    }
  }

  private mutating func mark(_ lists: [ArraySlice<Int32>], _ itself: Int?, _ value: UInt8) {
    for list in lists {
      for position in list { excluded[Int(position)] = value }
    }
    if let itself { excluded[itself] = value }
  }
}
