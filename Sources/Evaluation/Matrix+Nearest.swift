import Failures
import Tensor

/// A row of a matrix found by a search.
package struct Neighbor: Equatable, Sendable {
  /// Its number, from 0.
  package let row: Int
  /// Its product with the query, which is the cosine of their angle when both have length 1, or its score.
  package let similarity: Float

  /// The rows with the largest scores, the largest first; of equals the lower row first.
  ///
  /// - Parameter count: how many at most.
  /// - Throws: `Failure(.software)` when a score is NaN or an infinity.
  package static func best(_ count: Int, of scores: some Sequence<Float>) throws -> [Neighbor] {
    precondition(count >= 0)
    var found: [Neighbor] = []
    for (row, similarity) in scores.enumerated() {
      guard similarity.isFinite else {
        throw Failure(.software, "the score of row \(row) is \(similarity)", expected: "a finite number")
      }
      if found.count == count, similarity <= found.last?.similarity ?? .infinity { continue }
      let place = found.firstIndex { $0.similarity < similarity } ?? found.count
      found.insert(Neighbor(row: row, similarity: similarity), at: place)
      if found.count > count { found.removeLast() }
    }
    return found
  }
}

extension Matrix {
  /// The rows most similar to a query, the most similar first; of equals the lower row first.
  ///
  /// - Parameters:
  ///   - count: how many at most.
  ///   - query: as many numbers as this matrix `[N, E]` has columns.
  /// - Throws: `Failure(.software)` when a row or the query holds NaN or an infinity.
  package func nearest(_ count: Int, to query: [Float]) throws -> [Neighbor] {
    precondition(count >= 0 && query.count == columns, "a query of \(query.count) for \(columns) columns")
    try Matrix([query]).checkFinite("query")
    try checkFinite("row")
    return try Neighbor.best(count, of: (0..<rows).map { Float(product(ofRow: $0, with: query)) })
  }
}
