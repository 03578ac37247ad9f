import Training
import DataParallel
import Foundation
import Losses
import MPI
import Optimizers
import Sampling
import Tensor
import TwoBranch

/// Training steps on made-up features, without files: what a step costs.
package final class StepBenchmark {
  private let world: World
  private let shape: StepShape
  private let links: Links
  private let pool: FeaturePool
  private let step: DataParallelStep
  private let hasHead: Bool
  private let arithmetic: StepArithmetic

  /// A collective over all ranks.
  ///
  /// - Parameters:
  ///   - head: of the similarity network; nil: the embedding network.
  ///   - negatives: of the similarity network.
  package init(
    _ shape: StepShape, head: HeadShape?, negatives: NegativeRule, arithmetic: StepArithmetic, world: World
  ) throws {
    self.world = world
    self.shape = shape
    hasHead = head != nil
    self.arithmetic = arithmetic
    pool = FeaturePool(shape)
    links = Links(
      imageCount: pool.images, imageOfText: (0..<pool.images * shape.sentences).map { $0 / shape.sentences })
    let network = shape.network(head: head)
    let layout = ParameterLayout(network)
    let (precision, dealing) = (arithmetic.precision.precision, arithmetic.dealing(ranks: world.size))
    let memory = try NodeMemory(
      layout, network, precision: precision, dealing: dealing,
      batch: shape.batch(seed: 0, poolImages: pool.images), entries: { $1.count * shape.words }, world: world)
    let turn = try memory.require(on: world)
    let parameters = try NodeParameters(
      layout: layout, world: world, precision: precision, wire: arithmetic.wire, dealing: dealing)
    try parameters.fill(world: world) { layout.initialize(parameters.parameters, seed: 1) }
    step = try DataParallelStep(
      network: EmbeddingNetwork(
        network, layout: layout, flat: parameters.parameters, rounded: parameters.rounded, owner: parameters),
      parameters: parameters, world: world,
      objective: network.loss(try TrainingConfiguration.parse([]), negatives, parameters),
      adam: Adam(weightDecay: 0, decay: .l2), dropoutRate: 0.5, clipNorm: 0, seed: 1)
    try step.take(memory)
    turn.end()
  }

  /// Times some steps after three that are not timed, and between them the bare products; each ends when its last
  /// rank does. A collective.
  ///
  /// - Parameter floor: whether to time the bare products too; ignored for the similarity network.
  package func run(steps: Int, threads: Int, floor: Bool) throws -> StepTiming {
    for number in 0..<3 { _ = try takeStep(number) }
    let peak = try world.communicator.allReduce(peakMemoryBytes(), .maximum)
    let products =
      floor && !hasHead
      ? ProductFloor(shape, arithmetic.precision.precision, rank: world.rank, ranks: world.size) : nil
    products?.run()

    var samples = StepTiming.Samples()
    for number in 3..<3 + steps {
      let (milliseconds, clock) = try takeStep(number)
      var spent = PhaseClock.Phase.allCases.map { clock.seconds[$0, default: 0] * 1e3 }
      spent.append(milliseconds - spent.reduce(0, +))
      try world.communicator.allReduce(&spent, .maximum)
      samples.steps.append(milliseconds)
      samples.phases.append(spent)
      if let products { samples.floors.append(try time { products.run() }) }
    }
    return StepTiming(
      try Placement(world: world, threads: threads), shape, arithmetic, samples, hasHead: hasHead, peak)
  }

  /// Where the ranks run.
  package struct Placement {
    package let ranks: Int
    package let hosts: Int
    /// That any rank may use, on all hosts together.
    package let cores: Int
    /// Of each rank.
    package let threads: Int

    init(world: World, threads: Int) throws {
      ranks = world.size
      self.threads = threads
      hosts = try world.communicator.allReduce(world.node.isRoot ? 1 : 0, .sum)
      var mask = Affinity.current().mask.map { Int($0) }
      mask += [Int](repeating: 0, count: 1024 - mask.count)
      try world.node.allReduce(&mask, .maximum)
      cores = try world.communicator.allReduce(world.node.isRoot ? mask.reduce(0, +) : 0, .sum)
    }
  }

  /// Milliseconds of a step, and where they went on this rank.
  private func takeStep(_ number: Int) throws -> (milliseconds: Double, clock: PhaseClock) {
    let batch = shape.batch(seed: number, poolImages: pool.images)
    let links = BatchLinks(links: links, batch: batch)
    let partition = BatchPartition(batch, step.dealing, rank: world.rank)
    var clock = PhaseClock()
    let milliseconds = try time {
      let inputs = try clock.measure(.read) {
        pool.inputs(batch, partition.own, into: try step.inputs(for: partition))
      }
      let outcome = try step.run(
        partition, links: links, inputs: inputs, step: number, learningRate: Sides(image: 1e-4, text: 1e-4))
      clock.add(outcome.clock)
    }
    return (milliseconds, clock)
  }

  private func time(_ body: () throws -> Void) throws -> Double {
    try world.communicator.barrier()
    let start = ContinuousClock.now
    try body()
    try world.communicator.barrier()
    return (ContinuousClock.now - start).seconds * 1e3
  }
}
