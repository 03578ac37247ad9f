import Tensor
import TestSupport
import Testing
import TwoBranch

struct SimilarityGradientTests {
  /// Batch normalisation takes these away, so that they have no gradient.
  private static let idle = [
    "image_branch.fc1.bias", "text_branch.fc1.bias", "head.fc1.bias", "head.fc2.bias",
  ]

  @Test("The loss is that of the twin in doubles", arguments: SimilarityCase.all)
  func loss(_ example: SimilarityCase) throws {
    let pass = example.makePass()
    let expected = example.twinLoss(pass.layout, pass.parameters.numbers.map(Double.init))
    #expect(expected > 0.1)
    expectClose(Difference([try example.run(pass).sums.loss], from: [expected]), within: 1e-5)
  }

  @Test(
    "The gradient of every tensor, of the head and of both branches, is that of central differences of the twin",
    arguments: SimilarityCase.all)
  func gradients(_ example: SimilarityCase) throws {
    let pass = example.makePass()
    let found = try example.run(pass).gradient
    let entries = pass.layout.entries.filter { !Self.idle.contains($0.name) }
    let numeric = numericGradient(example, pass, entries)
    #expect(numeric.kinks.count * 20 <= found.count, "\(numeric.kinks.count) of \(found.count) at a kink")
    for entry in entries {
      let skipped = Set(numeric.kinks.filter(entry.range.contains).map { $0 - entry.range.lowerBound })
      let expected = Array(numeric.values[entry.range])
      #expect(expected.contains { abs($0) > 1e-4 }, "\(entry.name) takes no part")
      let difference = Difference(Array(found[entry.range]), from: expected, skipping: skipped)
      #expect(difference.relativeNorm <= 1e-4, "\(entry.name): \(difference)")
    }
  }

  @Test(
    "Biases before batch normalisation have no gradient, as the twin agrees", arguments: SimilarityCase.all)
  func biases(_ example: SimilarityCase) throws {
    let pass = example.makePass()
    let found = try example.run(pass).gradient
    let entries = Self.idle.map { pass.layout.entry($0) }
    let numeric = numericGradient(example, pass, entries)
    for entry in entries {
      #expect(found[entry.range].allSatisfy { $0 == 0 })
      #expect(numeric.values[entry.range].allSatisfy { abs($0) < 1e-8 })
    }
  }

  private func numericGradient(
    _ example: SimilarityCase, _ pass: NetworkPass, _ entries: [ParameterLayout.Entry]
  ) -> NumericGradient {
    NumericGradient(at: pass.parameters.numbers.map(Double.init), indices: entries.flatMap(\.range)) {
      example.twinLoss(pass.layout, $0)
    }
  }

  @Test(
    "Scores of all pairs are those of the twin on each pair with the running estimates, whichever side asks",
    arguments: [(1, 1), (3, 5), (2, 1030)])
  func inference(size: (queries: Int, candidates: Int)) throws {
    let example = SimilarityCase.all[0]
    let pass = example.makePass()
    let head = try example.run(pass).head
    let queries = Matrix.random(rows: size.queries, columns: 4, seed: 1)
    let candidates = Matrix.random(rows: size.candidates, columns: 4, seed: 2)
    let scores = Matrix(rows: size.queries, columns: size.candidates)
    head.score(queries, with: candidates, into: scores)
    var features = DoubleMatrix(rows: scores.count, columns: 4)
    for pair in 0..<scores.count {
      for column in 0..<4 {
        features[pair, column] =
          Double(queries[pair / size.candidates, column])
          * Double(candidates[pair % size.candidates, column])
      }
    }
    let twin = HeadTwin(pass.layout, flat: pass.parameters.numbers.map(Double.init))
    let expected = twin.scores(features, running: head.running)
    expectClose(Difference(scores.numbers, from: expected), within: 1e-5)
    let swapped = Matrix(rows: size.candidates, columns: size.queries)
    head.score(candidates, with: queries, into: swapped)
    expectClose(Difference(swapped.transposed().numbers, from: expected), within: 1e-5)
  }
}
