import Datasets
import MPI
import TwoBranch

/// Steps of made-up work that read their input from files as training does: how long they wait for it, and what it
/// costs them in all.
package final class InputBenchmark {
  private let world: World
  private let features: MadeUpFeatures
  private let data: TrainingData
  private let first: Sides<BranchInput>
  private let work: StepWork
  /// So that a disturbance does not meet one way alone.
  private static let rounds = 3

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
      try RankBatch(place, rank: world.rank, of: world.size, from: data.train, into: buffers)
    }
    first = batch.inputs
    self.data = data
    work = try StepWork(milliseconds: stepMilliseconds, on: first) { own in
      try world.communicator.allReduce(own, .maximum)
    }
  }

  /// Times so many steps of each way in each of three rounds. A collective.
  ///
  /// - Parameter cold: before each step, all pages of the files are dropped from memory.
  package func run(steps: Int, cold: Bool, threads: Int) throws -> InputTiming {
    try world.onRoot { try features.featurePaths.forEach(PageCache.fill) }
    var timing = InputTiming(ranks: world.size, threads: threads, isCold: cold)
    for round in 0..<Self.rounds {
      for (number, way) in InputWay.allCases.enumerated() {
        let epoch = round * InputWay.allCases.count + number
        try time(way, steps: steps, firstEpoch: epoch, cold: cold, into: &timing)
      }
    }
    return timing
  }

  /// One step more than asked for, of which the first is not counted.
  private func time(
    _ way: InputWay, steps: Int, firstEpoch: Int, cold: Bool, into timing: inout InputTiming
  ) throws {
    var source = InputSource(
      way, BatchOrder(data.sampler, epoch: firstEpoch, epochCount: Int.max, stepCount: steps + 1),
      rank: world.rank, of: world.size, from: data.train, first: first)
    for number in 0...steps {
      // What was asked for a step ahead must stay: there, pages are dropped when the step has read its own.
      if cold, way != .advised { try dropPages() }
      try world.communicator.barrier()
      let start = ContinuousClock.now
      let inputs = try source.next()
      let wait = ContinuousClock.now - start
      var pause = Duration.zero
      if cold, way == .advised { pause = try ContinuousClock().measure { try dropPages() } }
      source.announceNext()
      work.run(on: inputs)
      try world.communicator.barrier()
      var times = [wait, ContinuousClock.now - start - pause].map { $0.seconds * 1e3 }
      try world.communicator.allReduce(&times, .maximum)
      if number > 0 { timing.add(way, waitMilliseconds: times[0], stepMilliseconds: times[1]) }
    }
  }

  private func dropPages() throws {
    try world.onRoot { try features.featurePaths.forEach(PageCache.drop) }
  }
}
