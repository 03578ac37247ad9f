import Evaluation
import Tensor

extension TrainedModel {
  /// The candidates nearest to a query: by their product for the embedding network, by their score for the
  /// similarity network.
  ///
  /// - Parameters:
  ///   - query: `[1, E]`, an embedding of one side.
  ///   - candidates: `[N, E]`, of the other.
  package func nearest(_ count: Int, to query: Matrix, among candidates: Matrix) throws -> [Neighbor] {
    guard let head else {
      return try withExtendedLifetime(query) { try candidates.nearest(count, to: Array(query.elements)) }
    }
    let scores = Matrix(rows: 1, columns: candidates.rows)
    head.score(query, with: candidates, into: scores)
    return try withExtendedLifetime(scores) { try Neighbor.best(count, of: scores.elements) }
  }
}
