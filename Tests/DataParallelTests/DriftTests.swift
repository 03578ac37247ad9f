import Failures
import TestSupport
import Testing
import Training

@Suite("The comparison of the ranks' models")
struct DriftTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let kind: String
    let nodes: [Int]
    let odd: String
    let doubt: Bool
    var testDescription: String { "\(kind) on \(nodes)" }

    static let all = [
      Case(kind: "parameter", nodes: [1, 1, 1], odd: "rank 2 on ", doubt: false),
      Case(kind: "parameter", nodes: [2, 1], odd: "rank 2 on ", doubt: false),
      Case(kind: "parameter", nodes: [1, 1], odd: "rank 1 on ", doubt: true),
      Case(kind: "estimate", nodes: [4], odd: "rank 3 on ", doubt: false),
    ]
  }

  @Test("A single flipped bit is found, and whose it is is told", arguments: Case.all)
  func flipped(_ example: Case) throws {
    try Launch.checks(nodes: example.nodes, "drift", example.kind).expectOneMessage(
      .software,
      ["step 1: the model of \(example.odd)", "is not that of the other ranks"]
        + (example.doubt ? ["which half is right cannot be told"] : []))
  }

  @Test("The same models pass, on one node and on several of unequal numbers of ranks")
  func same() throws {
    for nodes in [[3], [2, 1]] {
      let outcome = try Launch.checks(nodes: nodes, "drift", "none").run()
      #expect(outcome.status == 0, "\(outcome)")
    }
  }

  @Test("The odd ranks are those that the fewest agree with; of two halves the one without rank 0")
  func odd() {
    #expect(DriftCheck.oddRanks([4, 4, 4]) == [])
    #expect(DriftCheck.oddRanks([4]) == [])
    #expect(DriftCheck.oddRanks([9, 4, 4]) == [0])
    #expect(DriftCheck.oddRanks([4, 9, 4, 8]) == [1, 3])
    #expect(DriftCheck.oddRanks([4, 9]) == [1])
    #expect(DriftCheck.oddRanks([4, 9, 9, 4]) == [1, 2])
  }
}
