import TestSupport
import Testing

@Suite(.serialized)
struct CollectivesTests {
  @Test("Every collective gives its closed-form answer", arguments: [1, 2, 3, 4, 8])
  func collectives(_ ranks: Int) throws {
    try Launch.checks(ranks: ranks, "collectives").expectToPass()
  }

  @Test("So it does on several nodes", arguments: [[1, 1], [3, 2]])
  func nodes(_ nodes: [Int]) throws {
    try Launch.checks(nodes: nodes, "collectives").expectToPass()
  }
}
