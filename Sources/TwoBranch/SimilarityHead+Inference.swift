import Tensor

extension SimilarityHead {
  /// Candidates scored at once: enough for the products to be fast, few enough to stay near the processor.
  private static let chunk = 1024

  /// The scores of every query with every candidate, with the running statistics.
  ///
  /// Since `W (x * y) = (W scaled by x) y`, the first layer is one product a query, and no pair's features are ever
  /// formed. Costs `2 Q N (E hidden + hidden output)` operations: there is no shortcut through a dot product.
  ///
  /// - Parameters:
  ///   - queries: `[Q, E]`, of either side; `candidates` `[N, E]` of the other.
  ///   - scores: `[Q, N]`, where the outcome goes.
  package func score(_ queries: Matrix, with candidates: Matrix, into scores: Matrix) {
    precondition(scores.rows == queries.rows && scores.columns == candidates.rows)
    let weight = Matrix(rows: shape.hidden, columns: shape.embedding)
    for query in 0..<queries.rows {
      scaleFirstWeight(by: queries.pointer + query * queries.columns, into: weight)
      for start in stride(from: 0, to: candidates.rows, by: Self.chunk) {
        let range = start..<min(candidates.rows, start + Self.chunk)
        let place = Matrix(
          rows: range.count, columns: 1, pointer: scores.pointer + query * scores.columns + start, owner: nil)
        withExtendedLifetime(scores) { infer(candidates.rows(range), firstWeight: weight, into: place) }
      }
    }
  }

  /// The scores `[P]` of pairs, with the running statistics.
  ///
  /// - Parameter features: `[P, E]`, the products of the pairs' embeddings.
  package func scores(of features: Matrix) -> [Float] {
    let scores = Matrix(rows: features.rows, columns: 1)
    for start in stride(from: 0, to: features.rows, by: Self.chunk) {
      let range = start..<min(features.rows, start + Self.chunk)
      infer(features.rows(range), firstWeight: first.linear.weight, into: scores.rows(range))
    }
    return withExtendedLifetime(scores) { Array(scores.elements) }
  }

  private func infer(_ features: Matrix, firstWeight: Matrix, into scores: Matrix) {
    let hidden = first.infer(features, weight: firstWeight, running: running.first)
    let output = second.infer(hidden, weight: second.linear.weight, running: running.second)
    score(output, into: scores)
  }

  private func scaleFirstWeight(by query: UnsafePointer<Float>, into weight: Matrix) {
    let own = first.linear.weight
    let columns = own.columns
    var start = 0
    for _ in 0..<own.rows {
      for column in 0..<columns {
        weight.pointer[start &+ column] = own.pointer[start &+ column] * query[column]
      }
      start += columns
    }
  }
}
