import Sampling
import Tensor
import TestSupport
import TwoBranch

/// A small similarity network on the batch of a `NetworkCase`, beside its twin in doubles.
struct SimilarityCase: CustomStringConvertible, Sendable {
  let branches: NetworkCase
  let negatives: Int

  var description: String { "\(branches.input) texts, \(negatives) negatives" }

  static let all = [
    SimilarityCase(
      branches: NetworkCase(input: .dense, dropoutRate: 0, weights: [1, 1, 1, 1]), negatives: 2),
    SimilarityCase(
      branches: NetworkCase(input: .sparse, dropoutRate: 0.3, weights: [1, 1, 1, 1]), negatives: 5),
  ]

  var shape: NetworkShape {
    let shape = branches.shape
    return NetworkShape(
      image: shape.image, text: shape.text, head: HeadShape(embedding: 4, hidden: 7, output: 5))
  }

  var pairs: BatchPairs {
    BatchPairs(
      links: branches.batchCase.batchLinks, negatives: NegativeRule(count: negatives), seed: 9, step: 2)
  }

  /// A network whose batch norms and biases are far from those at the start.
  func makePass() -> NetworkPass {
    let pass = NetworkPass(shape)
    pass.layout.initialize(pass.parameters.pointer, seed: 5)
    let noise = randomNumbers(pass.layout.count, seed: 6)
    for entry in pass.layout.entries {
      for index in entry.range { pass.parameters.pointer[index] += 0.2 * noise[index] }
    }
    return pass
  }

  func run(_ pass: NetworkPass) throws -> NetworkPass.SimilarityOutcome {
    try pass.run(inputs: branches.inputs, pairs: pairs, dropout: branches.dropout)
  }

  func twinLoss(_ layout: ParameterLayout, _ flat: [Double]) -> Double {
    let embeddings = branches.twinEmbeddings(layout, flat)
    return HeadTwin(layout, flat: flat).loss(images: embeddings.image, texts: embeddings.text, pairs)
  }
}
