import DataParallel
import Foundation
import Losses
import MPI
import Optimizers
import Random
import Sampling
import Tensor
import TwoBranch

/// Training steps on made-up features, without files: what a step costs.
package final class StepBenchmark {
  private let world: World
  private let batch: GlobalBatch
  private let links: BatchLinks
  private let inputs: Sides<BranchInput>
  private let step: DataParallelStep

  /// A collective over all ranks.
  ///
  /// - Parameters:
  ///   - head: of the similarity network; nil: the embedding network.
  ///   - negatives: of the similarity network.
  package init(
    images: Int, sentences: Int, imageColumns: Int, textColumns: Int, words: Int, hidden: Int, embedding: Int,
    head: HeadShape?, negatives: NegativeRule, world: World
  ) throws {
    self.world = world
    let texts = images * sentences
    batch = GlobalBatch(
      images: (0..<Int32(images)).map { $0 }, texts: (0..<Int32(texts)).map { $0 },
      textStarts: (0...images).map { $0 * sentences })
    links = BatchLinks(
      links: Links(imageCount: images, imageOfText: (0..<texts).map { $0 / sentences }), batch: batch)
    let slice = batch.slice(rank: world.rank, of: world.size)
    inputs = Sides(
      image: .dense(Self.rows(slice.images, columns: imageColumns, index: 0)),
      text: words == 0
        ? .dense(Self.rows(slice.texts, columns: textColumns, index: 1))
        : .sparse(Self.sparseRows(slice.texts, columns: textColumns, words: words)))
    let shape = NetworkShape(
      image: BranchShape(inputColumns: imageColumns, hidden: hidden, embedding: embedding, input: .dense),
      text: BranchShape(
        inputColumns: textColumns, hidden: hidden, embedding: embedding, input: words == 0 ? .dense : .sparse),
      head: head)
    let layout = ParameterLayout(shape)
    let parameters = try NodeParameters(layout: layout, world: world)
    try parameters.fill(world: world) { layout.initialize(parameters.parameters, seed: 1) }
    step = try DataParallelStep(
      network: EmbeddingNetwork(shape, layout: layout, flat: parameters.parameters, owner: parameters),
      parameters: parameters, world: world,
      objective: Objective(try TrainingConfiguration.parse([]), negatives, shape: shape, parameters),
      adam: Adam(weightDecay: 0, decay: .l2), dropoutRate: 0.5, clipNorm: 0, seed: 1)
  }

  /// Times some steps after three that are not timed; each ends when its last rank does. A collective.
  package func run(steps: Int, threads: Int) throws -> StepTiming {
    var milliseconds: [Double] = []
    var phases: [[Double]] = PhaseClock.Phase.allCases.map { _ in [] }
    for number in -3..<steps {
      try world.communicator.barrier()
      let start = ContinuousClock.now
      let outcome = try step.run(
        batch, links: links, inputs: inputs, step: number + 3, learningRate: Sides(image: 1e-4, text: 1e-4))
      try world.communicator.barrier()
      guard number >= 0 else { continue }
      milliseconds.append((ContinuousClock.now - start).seconds * 1e3)
      var spent = PhaseClock.Phase.allCases.map { outcome.clock.seconds[$0, default: 0] * 1e3 }
      try world.communicator.allReduce(&spent, .maximum)
      for (phase, value) in spent.enumerated() { phases[phase].append(value) }
    }
    let peak = try world.communicator.allReduce(peakMemoryBytes(), .maximum)
    return StepTiming(
      ranks: world.size, threads: threads, milliseconds: milliseconds,
      phases: zip(PhaseClock.Phase.allCases, phases).map { ($0.rawValue, StepTiming.median($1.sorted())) },
      peakBytes: peak)
  }

  private static func rows(_ range: Range<Int>, columns: Int, index: Int) -> Matrix {
    let matrix = Matrix(rows: range.count, columns: columns)
    for row in range {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: index, index: row)
      for column in 0..<columns { matrix[row - range.lowerBound, column] = stream.nextUniform() * 2 - 1 }
    }
    return matrix
  }

  private static func sparseRows(_ range: Range<Int>, columns: Int, words: Int) -> SparseMatrix {
    var matrix = SparseMatrix(columns: columns)
    for row in range {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: 2, index: row)
      let chosen = Set((0..<words).map { _ in Int32(stream.nextIndex(below: columns)) }).sorted()
      matrix.appendRow(columns: chosen[...], values: chosen.map { _ in 1 / Float(words).squareRoot() }[...])
    }
    return matrix
  }
}

/// The largest resident size of this process so far.
private func peakMemoryBytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
