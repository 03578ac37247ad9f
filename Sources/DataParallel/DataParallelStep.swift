import Failures
import Losses
import MPI
import Optimizers
import Sampling
import Tensor
import TwoBranch

/// One training step of either network over all ranks.
///
/// The batch is global: its statistics, its loss and its gradient are those of all ranks' rows together, whatever
/// the number of ranks; sums are over global counts, never means of means.
package final class DataParallelStep {
  package private(set) var network: EmbeddingNetwork
  package let parameters: NodeParameters
  private let nodeRows: NodeRows
  private let exchangeMemory = EmbeddingExchange.Memory()
  private let world: World
  package private(set) var objective: Objective
  private let adam: Adam
  private let dropoutRate: Float
  private let clipNorm: Double
  private let seed: UInt64

  /// A collective over all ranks.
  ///
  /// - Parameter clipNorm: the gradient's largest norm; 0: no limit.
  package init(
    network: EmbeddingNetwork, parameters: NodeParameters, world: World, objective: Objective, adam: Adam,
    dropoutRate: Float, clipNorm: Double, seed: UInt64
  ) throws {
    nodeRows = try NodeRows(shape: network.shape, precision: parameters.precision, world: world)
    self.network = network
    self.parameters = parameters
    self.world = world
    self.objective = objective
    self.adam = adam
    self.dropoutRate = dropoutRate
    self.clipNorm = clipNorm
    self.seed = seed
  }

  /// What a step was like; the same on every rank.
  package struct Outcome {
    package let loss: LossSums
    package let gradientNorm: Double
    /// Why the step changed nothing: a loss or gradient that is not finite; nil where it did.
    package let skipReason: String?
    /// Where this rank's time went; not the same on every rank.
    package let clock: PhaseClock
  }

  /// Where this rank's rows of the next step may be written, to save `run` a copy: `[n, D]` for each branch, nil for
  /// one that reads sparse rows. A collective over the ranks of a node, between steps.
  package func inputs(for batch: GlobalBatch) throws -> Sides<Matrix?> {
    let placement = try nodeRows.placement(of: batch)
    return Sides(
      image: nodeRows.input(.image, at: placement), text: nodeRows.input(.text, at: placement))
  }

  /// A collective over all ranks. A step whose loss or gradient is not finite changes nothing, on any rank.
  ///
  /// - Parameters:
  ///   - batch: the global batch; `links` its positives.
  ///   - inputs: the rows of this rank's slice of it.
  ///   - step: counted from 0; names the dropout masks.
  ///   - updateCount: updates before this one, by which Adam corrects its moments; nil: `step`, no step was skipped.
  package func run(
    _ batch: GlobalBatch, links: BatchLinks, inputs: Sides<BranchInput>, step: Int, updateCount: Int? = nil,
    learningRate: Sides<Double>
  ) throws -> Outcome {
    let before = (network.running, objective.head?.running)
    let slices = (0..<world.size).map { batch.slice(rank: $0, of: world.size) }
    let exchange = EmbeddingExchange(
      slices: slices, width: network.shape.image.embedding, communicator: world.communicator,
      memory: exchangeMemory)
    let slice = slices[world.rank]

    var clock = PhaseClock()
    let placement = try nodeRows.placement(of: batch)
    let rows = try clock.measure(.read) { try nodeRows.place(inputs, at: placement) }
    let forward = try clock.measure(.forward) {
      try self.forward(batch, slice, rows, step: step, into: exchange.own)
    }
    try clock.measure(.gather) { try exchange.gather() }
    let sums = try clock.measure(.loss) { try score(exchange, links, slice, step: step) }
    try clock.measure(.scatter) { try exchange.scatter(into: rows.map(\.embeddingGradient)) }
    try clock.measure(.backward) { try backward(forward, placement) }

    let norm = try clock.measure(.reduce) { try parameters.reduceGradients() }
    let loss = try clock.measure(.reduce) { try sums.addedUp(over: world.communicator) }
    // Every rank has the same sums, and so decides alike.
    let reason = reasonToSkip(loss: loss.loss, gradientNorm: norm)
    if reason == nil {
      try clock.measure(.update) {
        try parameters.update(
          adam, step: (updateCount ?? step) + 1, learningRate: learningRate,
          gradientScale: clippingScale(norm: norm))
      }
    } else {
      restore(before.0, head: before.1)
    }
    return Outcome(loss: loss, gradientNorm: norm, skipReason: reason, clock: clock)
  }

  private func forward(
    _ batch: GlobalBatch, _ slice: BatchSlice, _ rows: Sides<BranchRows>, step: Int,
    into own: Sides<Matrix>
  ) throws -> Sides<Branch.Forward> {
    let hidden = network.hiddenLayers(rows)
    var moments = hidden.image.moments + hidden.text.moments
    try world.communicator.allReduce(&moments)
    return network.embed(
      hidden, globalMoments: moments, globalRows: Sides(image: batch.images.count, text: batch.texts.count),
      firstRows: Sides(image: slice.images.lowerBound, text: slice.texts.lowerBound),
      dropout: Dropout(rate: dropoutRate, seed: seed, step: step), into: own)
  }

  /// This rank's part of the loss, and what it asks of every embedding.
  private func score(
    _ exchange: EmbeddingExchange, _ links: BatchLinks, _ slice: BatchSlice, step: Int
  ) throws -> LossSums {
    switch objective {
    case .ranking(let loss):
      return .ranking(
        loss.evaluate(
          images: exchange.embeddings.image, texts: exchange.embeddings.text, links: links, anchors: slice,
          imageGradients: exchange.gradients.image, textGradients: exchange.gradients.text))
    case .similarity(var similarity):
      let pairs = similarity.pairs(
        ofTexts: slice.texts, links: links, exchange.embeddings, seed: seed, step: step)
      let sums = try similarity.evaluate(
        exchange.embeddings, pairs: pairs, gradients: exchange.gradients,
        headGradients: parameters.headGradientViews,
        sum: { try world.communicator.allReduce(&$0) })
      objective = .similarity(similarity)
      return .logistic(sums)
    }
  }

  /// Back through this rank's rows, then this rank's share of the gradients from the rows of the whole node.
  private func backward(_ forward: Sides<Branch.Forward>, _ placement: Placement) throws {
    let half = network.backward(forward)
    var sums = half.image.sums + half.text.sums
    try world.communicator.allReduce(&sums)
    network.finishBackward(half, globalSums: sums)

    let rows = try nodeRows.all(placement)
    let (gradients, share) = (parameters.gradientViews, parameters.share)
    parameters.storeHeadGradients()
    network.storeVectorGradients(half, globalSums: parameters.once(sums), share, into: gradients)
    for side in [Side.text, .image] {
      network.branches[side].storeSecondLayerGradient(of: rows[side], share, into: gradients[side])
      try parameters.startReducing(["fc2.weight", "fc2.bias", "bn.weight", "bn.bias"], of: side)
      for index in 0..<parameters.pieceCount {
        let piece = ParameterShare(index: index, count: parameters.pieceCount)
        network.branches[side].storeFirstLayerGradients(
          of: rows[side], share, piece: piece, into: gradients[side])
        try parameters.startReducing(["fc1.weight", "fc1.bias"], of: side, piece: piece)
      }
    }
  }

  private func reasonToSkip(loss: Double, gradientNorm: Double) -> String? {
    guard loss.isFinite else { return "the loss is \(loss)" }
    guard gradientNorm.isFinite else { return "the norm of the gradient is \(gradientNorm)" }
    // Batch normalisation makes numbers of any size small again, but their variance may be too large for a float.
    let estimates = [network.running.image, network.running.text] + (objective.head?.running.all ?? [])
    return estimates.allSatisfy(\.isFinite) ? nil : "a variance of batch normalisation is too large"
  }

  private func clippingScale(norm: Double) -> Double {
    clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1
  }

  /// Replaces batch normalisation's running estimates, at resume or after a step that is not to count.
  ///
  /// - Parameter head: of the similarity network.
  package func restore(_ running: Sides<RunningStatistics>, head: HeadStatistics?) {
    network.running = running
    objective.restore(head)
  }
}
