import TestSupport
import Testing
import TwoBranch

struct NetworkGradientTests {
  @Test("Embeddings and loss are those of the twin in doubles", arguments: NetworkCase.all)
  func forward(_ example: NetworkCase) {
    let pass = example.makePass()
    let found = example.run(pass, slices: example.wholeSlice)
    let flat = pass.parameters.numbers.map(Double.init)
    let expected = example.twinEmbeddings(pass.layout, flat)
    expectClose(Difference(found.embeddings.image, from: expected.image), within: 2e-6)
    expectClose(Difference(found.embeddings.text, from: expected.text), within: 2e-6)
    let loss = example.twinLoss(pass.layout, flat)
    #expect(loss > 0.01)
    expectClose(Difference([found.sums.loss], from: [loss]), within: 1e-5)
  }

  @Test(
    "The gradient of every parameter tensor is that of central differences of the twin",
    arguments: NetworkCase.all)
  func gradients(_ example: NetworkCase) throws {
    let pass = example.makePass()
    let found = example.run(pass, slices: example.wholeSlice).gradient
    let entries = pass.layout.entries.filter { !$0.name.hasSuffix("fc1.bias") }
    let numeric = numericGradient(example, pass, entries)
    #expect(numeric.kinks.count * 50 <= found.count, "\(numeric.kinks.count) of \(found.count) at a kink")
    let largest = numeric.values.map(abs).max() ?? 0
    for entry in entries {
      let skipped = Set(numeric.kinks.filter(entry.range.contains).map { $0 - entry.range.lowerBound })
      let expected = Array(numeric.values[entry.range])
      let difference = Difference(Array(found[entry.range]), from: expected, skipping: skipped)
      #expect(difference.relativeNorm <= 5e-5, "\(entry.name): \(difference)")
      let takesPart = expected.contains { abs($0) > 1e-4 * largest }
      #expect(takesPart == example.hasTerm(of: try #require(entry.side)), "\(entry.name) takes part")
    }
  }

  @Test("The first layer's bias has no gradient, as the twin agrees", arguments: NetworkCase.all)
  func firstBias(_ example: NetworkCase) {
    let pass = example.makePass()
    let found = example.run(pass, slices: example.wholeSlice).gradient
    let entries = Side.allCases.map { pass.layout.entry($0, "fc1.bias") }
    let numeric = numericGradient(example, pass, entries)
    let largest = found.map(abs).max() ?? 0
    for entry in entries {
      #expect(found[entry.range].allSatisfy { $0 == 0 })
      #expect(numeric.values[entry.range].allSatisfy { abs($0) < 1e-7 * Double(largest) })
    }
  }

  private func numericGradient(
    _ example: NetworkCase, _ pass: NetworkPass, _ entries: [ParameterLayout.Entry]
  ) -> NumericGradient {
    let point = pass.parameters.numbers.map(Double.init)
    return NumericGradient(at: point, indices: entries.flatMap(\.range)) {
      example.twinLoss(pass.layout, $0)
    }
  }

  @Test("Padding between parameters has no gradient")
  func padding() {
    let pass = NetworkCase.all[1].makePass()
    let found = NetworkCase.all[1].run(pass, slices: NetworkCase.all[1].wholeSlice).gradient
    let used = Set(pass.layout.entries.flatMap(\.range))
    #expect(used.count < found.count)
    #expect(found.indices.allSatisfy { used.contains($0) || found[$0] == 0 })
  }

  @Test(
    "Any number of ranks gives the loss, gradient and statistics of one", arguments: NetworkCase.all, 2...8)
  func ranks(_ example: NetworkCase, _ size: Int) {
    let pass = example.makePass()
    let whole = example.run(pass, slices: example.wholeSlice)
    let batch = example.batchCase.batch
    let parts = example.run(pass, slices: (0..<size).map { batch.slice(rank: $0, of: size) })
    expectClose(Difference([parts.sums.loss], from: [whole.sums.loss]), within: 1e-6)
    for entry in pass.layout.entries {
      let difference = Difference(
        Array(parts.gradient[entry.range]), from: whole.gradient[entry.range].map(Double.init))
      #expect(difference.relativeNorm <= 1e-5, "\(entry.name): \(difference)")
    }
    for running in parts.running {
      #expect(running == parts.running[0], "ranks differ in their running estimates")
      for side in Side.allCases {
        expectClose(
          Difference(running[side].mean, from: whole.running[0][side].mean.map(Double.init)), within: 1e-6)
        expectClose(
          Difference(running[side].variance, from: whole.running[0][side].variance.map(Double.init)),
          within: 1e-6)
      }
    }
  }
}
