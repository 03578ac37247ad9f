import Evaluation
import Failures
import Tensor
import Testing

@Suite struct NearestTests {
  @Test("The most similar rows come first, of equals the lower row", arguments: [0, 1, 2, 5, 23, 99])
  func equalsSorting(count: Int) throws {
    let rows = RetrievalTwin.embeddings(23, dimensions: 3, seed: 8)
    let query: [Float] = [1, -2, 1]
    let similarities = rows.map { zip($0, query).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
    let order = rows.indices.sorted { (-similarities[$0], $0) < (-similarities[$1], $1) }
    let found = try Matrix(rows).nearest(count, to: query)
    #expect(found.map(\.row) == Array(order.prefix(count)))
    #expect(found.map(\.similarity) == order.prefix(count).map { similarities[$0] })
    #expect(Set(similarities).count < rows.count, "without ties nothing is tested of them")
  }

  @Test("A score that is not finite is a failure")
  func notFinite() {
    let failure = #expect(throws: Failure.self) { try Neighbor.best(2, of: [1, .infinity]) }
    #expect(failure?.found == "the score of row 1 is inf")
  }

  @Test("A matrix without rows has no nearest")
  func noRows() throws {
    #expect(try Matrix(rows: 0, columns: 2).nearest(3, to: [1, 2]).isEmpty)
  }

  @Test("NaN in a row or in the query is a failure")
  func notANumber() {
    let row = #expect(throws: Failure.self) { try Matrix([[1], [.nan]]).nearest(1, to: [1]) }
    #expect(row?.found == "row 1 holds nan in column 0")
    let query = #expect(throws: Failure.self) { try Matrix([[1]]).nearest(1, to: [.nan]) }
    #expect(query?.status == .software)
  }
}
