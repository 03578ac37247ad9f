import Foundation
import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

/// What `Tests/Golden/make_golden_similarity.py` wrote, on the batch of `Golden`.
struct SimilarityGolden: Decodable {
  let parameters: [String: [Double]]
  let gradients: [String: [Double]]
  let parametersAfter: [String: [Double]]
  let runningAfter: [String: [Double]]
  let losses: [Double]
  let negatives: Int
  let headHidden: Int
  let headOutput: Int

  static func load() throws -> SimilarityGolden {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = tests.appendingPathComponent("Golden/golden_similarity.json")
    return try JSONDecoder().decode(SimilarityGolden.self, from: Data(contentsOf: path))
  }
}

struct SimilarityGoldenTests {
  @Test(
    "Three steps of the similarity network give the losses, gradients, estimates and parameters of PyTorch's autograd",
    arguments: [BranchShape.Input.dense, .sparse])
  func threeSteps(_ input: BranchShape.Input) throws {
    let (base, golden) = (try Golden.load(), try SimilarityGolden.load())
    let branches = base.shape(text: input)
    let pass = NetworkPass(
      NetworkShape(
        image: branches.image, text: branches.text,
        head: HeadShape(embedding: base.embedding, hidden: golden.headHidden, output: golden.headOutput)))
    let tools = GoldenTests()
    tools.fill(pass, with: golden.parameters)
    let moments = Matrix(rows: 2, columns: pass.layout.count)
    var outcome: NetworkPass.SimilarityOutcome?
    for step in golden.losses.indices {
      let pairs = BatchPairs(
        links: base.batchCase.batchLinks, negatives: NegativeRule(count: golden.negatives), seed: base.seed,
        step: step)
      let next = try pass.run(
        inputs: base.inputs(text: input), pairs: pairs,
        dropout: Dropout(rate: base.dropoutRate, seed: base.seed, step: step), after: outcome)
      expectClose(
        Difference([next.sums.loss], from: [golden.losses[step]]), within: step == 0 ? 1e-5 : 1e-4)
      if step == 0 { tools.compare(next.gradient, pass.layout, with: golden.gradients) }
      tools.update(pass, next.gradient, moments, base, step: step + 1)
      outcome = next
    }
    tools.compare(pass.parameters.numbers, pass.layout, with: golden.parametersAfter)
    let last = try #require(outcome)
    tools.compare(last.running, with: golden.runningAfter, within: 1e-5)
    compare(last.head, with: golden.runningAfter)
  }

  func compare(_ head: SimilarityHead, with tensors: [String: [Double]]) {
    for (name, layer) in [("bn1", head.running.first), ("bn2", head.running.second)] {
      expectClose(Difference(layer.mean, from: tensors["head.\(name).running_mean"] ?? []), within: 1e-5)
      expectClose(Difference(layer.variance, from: tensors["head.\(name).running_var"] ?? []), within: 1e-5)
    }
  }
}
