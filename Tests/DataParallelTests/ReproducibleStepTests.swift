import TestSupport
import Testing

@Suite("Steps by fixed blocks", .serialized)
struct ReproducibleStepTests {
  private static let oneRank = Result {
    try StepReport { Launch.checks(ranks: 1, "reproducible", $0) }
  }

  @Test("Twenty steps on several ranks are those of one rank, bit for bit", arguments: [2, 3, 4, 5, 8])
  func ranks(_ ranks: Int) throws {
    try expectSameBits(StepReport { Launch.checks(ranks: ranks, "reproducible", $0) })
  }

  @Test(
    "Twenty steps on several nodes are those of one rank, bit for bit",
    arguments: [[1, 1], [2, 2], [3, 1], [1, 2, 1]])
  func nodes(_ nodes: [Int]) throws {
    try expectSameBits(StepReport { Launch.checks(nodes: nodes, "reproducible", $0) })
  }

  @Test("They are those of a block for each rank, up to rounding, and not to the last bit")
  func otherBits() throws {
    let (fixed, usual) = (try Self.oneRank.get(), try StepReport.oneRank.get())
    var equal = 0
    for (scenario, expected) in usual.scenarios {
      for (name, numbers) in expected where name != "losses" {
        let found = try #require(fixed.scenarios[scenario]?[name], "\(scenario), \(name)")
        let difference = Difference(found, from: numbers)
        #expect(difference.relativeNorm <= 1e-4, "\(scenario), \(name): \(difference)")
        equal += name == "norms" && found == numbers ? 1 : 0
      }
    }
    #expect(equal < usual.scenarios.count, "fixed blocks change nothing")
  }

  private func expectSameBits(_ several: StepReport) throws {
    let one = try Self.oneRank.get()
    #expect(one.scenarios.count == several.scenarios.count && one.scenarios["wide"] != nil)
    for (scenario, expected) in one.scenarios {
      let found = several.scenarios[scenario] ?? [:]
      #expect(Set(found.keys) == Set(expected.keys))
      for (name, numbers) in expected where found[name] != numbers {
        Issue.record("\(scenario), \(name): \(Difference(found[name] ?? [], from: numbers))")
      }
    }
  }
}
