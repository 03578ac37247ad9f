import Training
import Datasets
import Foundation
import MPI
import Sampling
import TwoBranch

/// Steps of made-up work that read their input from files as training does: how long they wait for it, and what it
/// costs them in all.
package final class InputBenchmark {
  private let world: World
  private let features: MadeUpFeatures
  private let data: TrainingData
  private let first: Sides<BranchInput>
  private let work: StepWork
  /// Few, so that the ways take turns often: what else the machine does then meets all of them.
  private static let stepsPerRound = 4

  /// Of feature files that are written. A collective over all ranks.
  ///
  /// - Parameters:
  ///   - preparation: of both sides' features.
  ///   - stepMilliseconds: what a step's work takes about.
  package init(
    _ features: MadeUpFeatures, batchImages: Int, sentences: Int, preparation: FeaturePreparationKind,
    stepMilliseconds: Double, world: World
  ) throws {
    self.world = world
    self.features = features
    let settings = [
      ("data", features.directory), ("batch-images", "\(batchImages)"),
      ("sentences-per-image", "\(sentences)"),
      ("image-preparation", preparation.rawValue), ("sentence-preparation", preparation.rawValue),
    ]
    let configuration = try TrainingConfiguration(settings: settings.map { Setting(name: $0, value: $1) })
    let data = try world.together { try TrainingData(directory: features.directory, configuration) }
    var order = BatchOrder(data.sampler, epochCount: 1)
    guard let place = order.next() else { preconditionFailure("an epoch without a batch") }
    let buffers = InputBuffers()
    let batch = try world.together {
      try RankBatch(
        place, rank: world.rank, of: BlockDealing(ranks: world.size), from: data.train, into: buffers)
    }
    first = batch.inputs
    self.data = data
    work = try StepWork(milliseconds: stepMilliseconds, on: first) { own in
      try world.communicator.allReduce(own, .maximum)
    }
  }

  /// Times at least so many steps of each way, the ways by turns. A collective.
  ///
  /// - Parameter cold: before each step, all pages of the files are dropped from memory.
  package func run(steps: Int, cold: Bool, threads: Int) throws -> InputTiming {
    try world.onRoot { try features.featurePaths.forEach(PageCache.fill) }
    var timing = InputTiming(ranks: world.size, threads: threads, isCold: cold)
    for round in 0..<(steps + Self.stepsPerRound - 1) / Self.stepsPerRound {
      for (number, way) in InputWay.allCases.enumerated() {
        let epoch = round * InputWay.allCases.count + number
        try time(way, firstEpoch: epoch, cold: cold, into: &timing)
      }
    }
    return timing
  }

  /// Times the steps of a round, and before them one that does not count.
  private func time(_ way: InputWay, firstEpoch: Int, cold: Bool, into timing: inout InputTiming) throws {
    let steps = Self.stepsPerRound
    var source = try InputSource(
      way, BatchOrder(data.sampler, epoch: firstEpoch, epochCount: Int.max, stepCount: steps + 1),
      rank: world.rank, of: BlockDealing(ranks: world.size), from: data.train, first: first)
    for number in 0...steps {
      // What was asked for a step ahead must stay: there, pages are dropped when the step has read its own.
      var resident = cold && way != .advised ? try dropPages() : 0
      try world.communicator.barrier()
      let (start, processorStart) = (ContinuousClock.now, threadProcessorSeconds())
      let inputs = try source.next()
      let wait = ContinuousClock.now - start
      let processor = threadProcessorSeconds() - processorStart
      var pause = Duration.zero
      if cold, way == .advised { pause = try ContinuousClock().measure { resident = try dropPages() } }
      source.announceNext()
      work.run(on: inputs)
      try world.communicator.barrier()
      var times = [wait.seconds, processor, (ContinuousClock.now - start - pause).seconds].map { $0 * 1e3 }
      try world.communicator.allReduce(&times, .maximum)
      guard number > 0 else { continue }
      timing.add(
        way,
        InputTiming.Step(
          waitMilliseconds: times[0], processorMilliseconds: times[1], wholeMilliseconds: times[2]),
        residentShare: resident)
    }
  }

  /// Returns the largest part of a file that is in memory all the same, on rank 0.
  private func dropPages() throws -> Double {
    var shares: [Double] = []
    try world.onRoot { shares = try features.featurePaths.map(PageCache.drop) }
    return shares.max() ?? 0
  }
}

/// The time that this thread has been on a processor.
private func threadProcessorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
