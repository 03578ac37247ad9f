import DataParallel
import Losses
import Sampling
import Tensor
import TwoBranch

extension NetworkPass {
  package struct SimilarityOutcome {
    package let embeddings: Sides<Matrix>
    package let sums: LogisticLossSums
    /// As the flat buffer.
    package let gradient: [Float]
    package let running: Sides<RunningStatistics>
    package let head: SimilarityHead
  }

  /// Forward, logistic loss and backward of a global batch on one rank, by a network with a head.
  ///
  /// - Parameters:
  ///   - pairs: of the batch.
  ///   - before: the outcome whose running estimates go on; nil: those of an untrained network.
  package func run(
    inputs: Sides<BranchInput>, pairs: BatchPairs, dropout: Dropout,
    after before: SimilarityOutcome? = nil
  ) throws -> SimilarityOutcome {
    guard let headShape = shape.head else { preconditionFailure("a network without a head") }
    var network = EmbeddingNetwork(shape, layout: layout, flat: parameters.pointer, owner: nil)
    var head = SimilarityHead(
      headShape, layout: layout, flat: parameters.pointer, owner: nil)
    if let before { (network.running, head.running) = (before.running, before.head.running) }
    var objective = SimilarityLoss(head: head, negatives: NegativeRule(count: 1))
    let rows = Sides(image: inputs.image.rows, text: inputs.text.rows)
    let embeddings = rows.map { Matrix(rows: $0, columns: shape.image.embedding) }
    let embeddingGradients = rows.map { Matrix(rows: $0, columns: shape.image.embedding) }
    let flat = Matrix(rows: 1, columns: layout.count)

    let brought = branchRows(inputs, embeddingGradients: embeddingGradients)
    let hidden = network.hiddenLayers(brought)
    let forward = network.embed(
      hidden, globalMoments: network.moments(hidden)[0], globalRows: rows,
      firstRows: Sides(image: 0, text: 0), dropout: dropout, into: embeddings)
    let loss = try objective.evaluate(
      embeddings, pairs: [pairs.run(ofTexts: 0..<rows.text)], gradients: [embeddingGradients],
      headGradients: [ParameterViews(layout, "head", flat: flat.pointer, owner: nil)], sum: { $0[0] })
    let half = network.backward(forward)
    let sums = network.sums(half)[0]
    network.finishBackward(half, globalSums: sums)
    store(network, half, brought, sums: sums, into: views(of: flat))
    return SimilarityOutcome(
      embeddings: embeddings, sums: loss[0], gradient: flat.numbers, running: network.running,
      head: objective.scorer)
  }
}
