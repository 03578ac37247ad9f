import Tensor
import TestSupport
import Testing

@Suite(.serialized)
struct DataParallelStepTests {
  @Test(
    "Twenty steps on several ranks are those of one rank, tensor by tensor",
    arguments: [2, 3, 4, 8])
  func ranksEqualOne(_ ranks: Int) throws {
    try compareWithOne(StepReport { Launch.checks(ranks: ranks, "steps", $0) })
  }

  @Test(
    "Twenty steps on several nodes are those of one rank, and bit for bit alike on every rank",
    arguments: [[2, 2], [3, 2], [1, 1, 2]])
  func nodesEqualOne(_ nodes: [Int]) throws {
    try compareWithOne(StepReport { Launch.checks(nodes: nodes, "steps", $0) })
  }

  @Test("The steps try what they should: all terms, masked pairs, clipped norms and others")
  func scenarios() throws {
    let one = try StepReport.oneRank.get()
    #expect(one.scenarios.count == (Self.hasBFloat16Products ? 13 : 9))
    for (name, numbers) in one.scenarios where !name.hasPrefix("similarity") {
      let losses = numbers["losses"] ?? []
      #expect(losses.count == 80)
      for term in 0..<4 {
        #expect(
          stride(from: term, to: 80, by: 4).contains { losses[$0] > 0 }, "term \(term) of \(name)")
      }
      #expect(numbers["masked"]?.contains { $0 > 0 } == true)
      let (norms, limit) = (numbers["norms"] ?? [], numbers["clip norm"]?.first ?? 0)
      #expect(norms.contains { $0 > limit } && norms.contains { $0 < limit }, "\(name): \(norms)")
    }
  }

  @Test("The steps of localization have pairs that are neither right nor wrong, and texts of several photos")
  func localizationScenarios() throws {
    let one = try StepReport.oneRank.get()
    for name in ["localization", "similarity, localization"] {
      #expect(one.scenarios[name]?["ambiguous"]?.count { $0 > 0 } ?? 0 > 15, "\(name)")
      #expect(one.scenarios[name]?["masked"]?.contains { $0 > 0 } == true, "\(name)")
    }
  }

  @Test("The similarity network's steps score pairs, and their loss falls")
  func similarityScenarios() throws {
    let one = try StepReport.oneRank.get()
    let names = one.scenarios.keys.filter { $0.hasPrefix("similarity") }
    #expect(names.count == (Self.hasBFloat16Products ? 6 : 5))
    for name in names {
      let losses = one.scenarios[name]?["losses"] ?? []
      #expect(losses.count == 20 && losses.allSatisfy { $0 > 0.01 })
      #expect(losses.suffix(5).reduce(0, +) < losses.prefix(5).reduce(0, +), "\(name): \(losses)")
      #expect(one.scenarios[name]?["pairs"]?.allSatisfy { $0 > 5 } == true)
    }
  }

  private static let hasBFloat16Products = (try? Precision.bf16.requireSupport()) != nil

  @Test(
    "Steps with products of bf16 numbers are others than those of fp32, and near them",
    .enabled(if: hasBFloat16Products, "this processor has no bfloat16 instructions"),
    arguments: [("dense", "bf16, dense"), ("sparse", "bf16, sparse"), ("similarity", "similarity, bf16")])
  func bfloat16(_ single: String, _ rounded: String) throws {
    let one = try StepReport.oneRank.get()
    let (exact, found) = (one.scenarios[single]?["losses"] ?? [], one.scenarios[rounded]?["losses"] ?? [])
    let terms = exact.count / 20
    #expect(terms > 0 && found.count == exact.count)
    let sums = [exact, found].map { list in
      stride(from: 0, to: list.count, by: terms).map { list[$0..<$0 + terms].reduce(0, +) }
    }
    #expect(zip(sums[0], sums[1]).allSatisfy { $0 != $1 && abs($0 - $1) < 0.02 * $0 }, "\(sums)")
  }

  @Test("The hardest negatives are harder than random ones")
  func hardest() throws {
    let one = try StepReport.oneRank.get()
    let random = try #require(one.scenarios["similarity"]?["losses"])
    let hardest = try #require(one.scenarios["similarity, hardest"]?["losses"])
    #expect(one.scenarios["similarity"]?["pairs"] == one.scenarios["similarity, hardest"]?["pairs"])
    #expect(zip(hardest, random).count { $0 > $1 } >= 18, "\(hardest) against \(random)")
  }

  private func compareWithOne(_ several: StepReport) throws {
    let one = try StepReport.oneRank.get()
    #expect(Set(several.scenarios.keys) == Set(one.scenarios.keys))
    for (scenario, expected) in one.scenarios {
      let found = several.scenarios[scenario] ?? [:]
      #expect(Set(found.keys) == Set(expected.keys))
      for (name, numbers) in expected { compare(found[name] ?? [], numbers, name, of: scenario) }
    }
  }

  private func compare(_ found: [Double], _ expected: [Double], _ name: String, of scenario: String) {
    guard name == "losses" else {
      let difference = Difference(found, from: expected)
      #expect(difference.relativeNorm <= 1e-4, "\(scenario), \(name): \(difference)")
      return
    }
    let terms = expected.count / 20
    for step in 0..<20 {
      let range = terms * step..<terms * (step + 1)
      let sums = (found[range].reduce(0, +), expected[range].reduce(0, +))
      #expect(abs(sums.0 - sums.1) <= 1e-5 * sums.1, "\(scenario), loss of step \(step): \(sums)")
    }
  }
}
