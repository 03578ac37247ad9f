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
  mutating func nearest(
    _ products: UnsafeMutablePointer<Float>, anchorSquare: Float, besides lists: [ArraySlice<Int32>],
    _ itself: Int?
  ) -> [Neighbor] {
    mark(lists, itself, 1)
    defer { mark(lists, itself, 0) }
    let found = tbn_nearest(products, squares, excluded, squares.count, indices.count, &indices, &keys)
    return (0..<found).map {
      Neighbor(position: Int(indices[$0]), squaredDistance: keys[$0] + anchorSquare)
    }
  }

  private mutating func mark(_ lists: [ArraySlice<Int32>], _ itself: Int?, _ value: UInt8) {
    for list in lists {
      for position in list { excluded[Int(position)] = value }
    }
    if let itself { excluded[itself] = value }
  }
}
