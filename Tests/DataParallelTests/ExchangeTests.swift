import TestSupport
import Testing

@Suite(.serialized)
struct ExchangeTests {
  @Test(
    "Embeddings, gradients and the node's state have their closed-form values",
    arguments: [1, 2, 3, 4, 8])
  func exchange(_ ranks: Int) throws {
    try Launch.checks(ranks: ranks, "exchange").expectToPass()
  }

  @Test("So they do on several nodes", arguments: [[1, 1], [3, 2]])
  func nodes(_ nodes: [Int]) throws {
    try Launch.checks(nodes: nodes, "exchange").expectToPass()
  }
}
