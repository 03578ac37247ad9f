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
/// the number of ranks; sums are over global counts, never means of means. What a rank computes it computes block by
/// block (see `BlockDealing`).
package final class DataParallelStep {
  package private(set) var network: EmbeddingNetwork
  package let parameters: NodeParameters
  private let nodeRows: NodeRows
  private let exchangeMemory = EmbeddingExchange.Memory()
  private let sum: BlockSum
  private let world: World
  package private(set) var objective: any BatchLoss
  private let adam: Adam
  private let dropoutRate: Float
  private let clipNorm: Double
  private let seed: UInt64

  /// A collective over all ranks.
  ///
  /// - Parameter clipNorm: the gradient's largest norm; 0: no limit.
  package init(
    network: EmbeddingNetwork, parameters: NodeParameters, world: World, objective: any BatchLoss, adam: Adam,
    dropoutRate: Float, clipNorm: Double, seed: UInt64
  ) throws {
    nodeRows = try NodeRows(
      shape: network.shape, precision: parameters.precision, dealing: parameters.dealing,
      copies: parameters.copies, world: world)
    sum = BlockSum(parameters.dealing, world.communicator)
    self.network = network
    self.parameters = parameters
    self.world = world
    self.objective = objective
    self.adam = adam
    self.dropoutRate = dropoutRate
    self.clipNorm = clipNorm
    self.seed = seed
  }

  /// Takes the memory that the rows of batches will need. A collective over the ranks of a node, before the first step.
  package func take(_ memory: NodeMemory) throws { try nodeRows.take(memory.room) }

  /// How batches are dealt to the ranks.
  package var dealing: BlockDealing { parameters.dealing }

  /// What a step was like; the same on every rank.
  package struct Outcome {
    package let loss: any LossSums
    package let gradientNorm: Double
    /// Why the step changed nothing: a loss or gradient that is not finite; nil where it did.
    package let skipReason: String?
    /// Where this rank's time went; not the same on every rank.
    package let clock: PhaseClock
  }

  /// Where this rank's rows of the next step may be written, to save `run` a copy: `[n, D]` for each branch, nil for
  /// one that reads sparse rows. A collective over the ranks of a node, between steps.
  package func inputs(for partition: BatchPartition) throws -> Sides<Matrix?> {
    let placement = try nodeRows.placement(of: partition)
    return Sides(
      image: nodeRows.input(.image, at: placement), text: nodeRows.input(.text, at: placement))
  }

  /// A collective over all ranks. A step whose loss or gradient is not finite changes nothing, on any rank.
  ///
  /// - Parameters:
  ///   - partition: of the global batch, by `dealing`; `links` the batch's positives.
  ///   - inputs: the rows of this rank's slice of it.
  ///   - step: counted from 0; names the dropout masks.
  ///   - updateCount: updates before this one, by which Adam corrects its moments; nil: `step`, no step was skipped.
  package func run(
    _ partition: BatchPartition, links: BatchLinks, inputs: Sides<BranchInput>, step: Int,
    updateCount: Int? = nil,
    learningRate: Sides<Double>
  ) throws -> Outcome {
    precondition(partition.dealing == dealing && partition.rank == world.rank, "another rank's partition")
    let before = (network.running, objective.head?.running)
    let exchange = EmbeddingExchange(
      partition, width: network.shape.image.embedding, communicator: world.communicator,
      memory: exchangeMemory)

    var clock = PhaseClock()
    let placement = try nodeRows.placement(of: partition)
    let rows = try clock.measure(.read) { try nodeRows.place(inputs, at: placement) }
    let forward = try clock.measure(.forward) {
      try self.forward(partition, rows, step: step, into: exchange.own)
    }
    try clock.measure(.gather) { try exchange.gather() }
    let sums = try clock.measure(.loss) { try score(exchange, links, partition.blocks, step: step) }
    try clock.measure(.scatter) { try exchange.reduceScatter(into: rows.map(\.embeddingGradient)) }
    try clock.measure(.backward) { try backward(forward, placement) }

    let norm = try clock.measure(.reduce) { try parameters.reduceGradients() }
    let loss = try clock.measure(.reduce) { try addedUp(sums) }
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
    _ partition: BatchPartition, _ rows: Sides<BranchRows>, step: Int, into own: Sides<Matrix>
  ) throws -> Sides<Branch.Forward> {
    let (batch, slice) = (partition.batch, partition.own)
    let hidden = network.hiddenLayers(rows)
    return network.embed(
      hidden, globalMoments: try sum(network.moments(hidden)),
      globalRows: Sides(image: batch.images.count, text: batch.texts.count),
      firstRows: Sides(image: slice.images.lowerBound, text: slice.texts.lowerBound),
      dropout: Dropout(rate: dropoutRate, seed: seed, step: step), into: own)
  }

  /// The parts of the loss of this rank's blocks, and their gradient with respect to every embedding.
  private func score(
    _ exchange: EmbeddingExchange, _ links: BatchLinks, _ blocks: [BatchSlice], step: Int
  ) throws -> [any LossSums] {
    let batch = EmbeddedBatch(
      embeddings: exchange.embeddings, links: links, blocks: blocks, gradients: exchange.gradients,
      headGradients: parameters.headGradientViews, seed: seed, step: step, sum: { try self.sum($0) })
    return try objective.evaluate(batch)
  }

  /// The loss of all ranks' blocks together. A collective.
  ///
  /// - Parameter parts: of each of this rank's blocks, at least one, of one kind.
  private func addedUp(_ parts: [any LossSums]) throws -> any LossSums {
    type(of: parts[0]).init(numbers: try sum(parts.map(\.numbers)))
  }

  /// Back through this rank's rows, then this rank's share of the gradients from the rows of the whole node, or of all
  /// nodes where blocks are fixed.
  private func backward(_ forward: Sides<Branch.Forward>, _ placement: Placement) throws {
    let half = network.backward(forward)
    let sums = try sum(network.sums(half))
    network.finishBackward(half, globalSums: sums)

    let rows = try nodeRows.all(placement)
    try parameters.completeHeadGradients()
    let gradients = network.gradients(
      half, rows, sums: parameters.once(sums), into: parameters.gradientViews)
    // From here on this rank calls MPI in the exchange alone.
    for gradient in gradients + parameters.headGradients { try parameters.storeAndStart(gradient) }
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
