import DataParallel
import Failures
import Foundation
import MPI
import Optimizers
import Sampling
import TwoBranch
import Watch

/// Trains either network: epochs of global batches, an evaluation and a checkpoint after each.
///
/// Every rank has a trainer and calls the same methods; rank 0's writes the run directory and tells a person how it
/// goes.
package final class Trainer {
  let world: World
  let configuration: TrainingConfiguration
  let data: TrainingData
  let step: DataParallelStep
  let run: RunDirectory
  package internal(set) var progress: TrainingProgress
  private let sampler: any BatchSampler
  private let reader: BatchReader
  private let schedule: LearningRateSchedule
  private let totalSteps: Int
  private let display: ProgressDisplay
  /// On rank 0, unless nothing is left to do.
  private let log: MetricsLog?

  init(
    world: World, configuration: TrainingConfiguration, data: TrainingData, step: DataParallelStep,
    run: RunDirectory, progress: TrainingProgress, reader: BatchReader
  ) throws {
    self.world = world
    self.configuration = configuration
    self.data = data
    self.step = step
    self.run = run
    self.progress = progress
    self.reader = reader
    sampler = data.sampler
    totalSteps = sampler.stepCount(configuration)
    schedule = LearningRateSchedule(
      configuration.schedule, base: configuration.learningRate, epochDecay: configuration.learningRateDecay,
      warmupSteps: configuration.warmupSteps, totalSteps: sampler.stepCount(epochs: configuration.epochs))
    display = ProgressDisplay(
      firstStep: progress.step, totalSteps: totalSteps, epochs: configuration.epochs,
      unit: configuration.task.unit)
    let writes = world.isRoot && !progress.isOver(configuration)
    log = writes ? try MetricsLog(path: run.metricsPath, resumingAt: progress.step) : nil
  }

  /// Trains until the last epoch, the last step or the end of patience. A collective.
  package func train() throws {
    while !progress.isOver(configuration) { try runEpoch() }
  }

  private func runEpoch() throws {
    let batchCount = sampler.batchCount(ofEpoch: progress.epoch)
    while progress.batch < batchCount, !progress.hasTakenAllSteps(configuration) {
      try Activity.during(Activity.Place("step")) { try takeStep() }
      progress.batch += 1
      if progress.batch < batchCount, isCheckpointDue { try save(isBest: false) }
    }
    let endsEpoch = progress.batch == batchCount
    if endsEpoch { progress.finishEpoch() }
    try save(isBest: try evaluate(endsEpoch: endsEpoch))
  }

  private var isCheckpointDue: Bool {
    configuration.checkpointSteps > 0 && progress.step % configuration.checkpointSteps == 0
  }

  private func takeStep() throws {
    Activity.begin(step: progress.step + 1)
    let start = ContinuousClock.now
    let (batch, inputs) = try nextBatch()
    let readSeconds = (ContinuousClock.now - start).seconds
    let links = BatchLinks(
      links: data.positives, ambiguous: data.ambiguous, textNeighbors: data.textNeighbors, batch: batch)
    let rate = schedule.rate(step: progress.step, epoch: progress.epoch)
    let outcome = try step.run(
      batch, links: links, inputs: inputs, step: progress.step,
      learningRate: Sides(image: rate, text: rate * configuration.textLearningRateFactor))
    progress.step += 1
    try tell(
      outcome, batch, maskedPairs: links.maskedPairs, rate, readSeconds: readSeconds,
      stepSeconds: (ContinuousClock.now - start).seconds)
  }

  /// The batch that is due, and this rank's rows of it, which were read during the step before. A file that fails
  /// several ranks gives one message.
  private func nextBatch() throws -> (GlobalBatch, Sides<BranchInput>) {
    let next = try Activity.during(Activity.Place("reading the batch")) {
      try world.together { try reader.next() }
    }
    guard let next else {
      preconditionFailure("the reader ends before the run")
    }
    precondition(
      next.place.epoch == progress.epoch && next.place.index == progress.batch,
      "batch \(next.place.index) of epoch \(next.place.epoch) at \(progress)")
    return (next.batch, next.inputs)
  }

  private func tell(
    _ outcome: DataParallelStep.Outcome, _ batch: GlobalBatch, maskedPairs: Int, _ rate: Double,
    readSeconds: Double, stepSeconds: Double
  ) throws {
    guard let log else { return }
    let loss = outcome.loss
    var entry = MetricsLog.Step(
      step: progress.step, epoch: progress.epoch, loss: loss.loss, learningRate: rate,
      gradientNorm: outcome.gradientNorm, maskedPairs: maskedPairs, readSeconds: readSeconds,
      stepSeconds: stepSeconds)
    entry.add(loss)
    try log.write(entry)
    display.show(
      step: progress.step, epoch: progress.epoch, loss: loss.loss, count: batch.neighborhoodCount,
      stepSeconds: stepSeconds)
  }

  /// Scores the dev split where that is due or the run ends; returns whether it is the best so far, or true where
  /// there is no dev split.
  ///
  /// A score that is not due, where `maxSteps` ends the run, does not enter the progress: a run that goes on from
  /// there must do what one does that never stopped.
  private func evaluate(endsEpoch: Bool) throws -> Bool {
    guard let dev = data.dev else { return true }
    let isDue = endsEpoch && progress.isEvaluationDue(configuration)
    guard isDue || progress.hasTakenAllSteps(configuration) else { return false }
    let report = try Activity.during(Activity.Place("evaluation", mayLast: true)) {
      try dev.evaluate(step, world: world)
    }
    let score = try world.communicator.broadcast(report?.score(configuration.selection) ?? 0)
    let isBest = isDue ? progress.record(score: score) : progress.isBest(score: score)
    if let report {
      try log?.write(
        MetricsLog.Evaluation(
          step: progress.step, epoch: progress.epoch, split: "dev", firstImages: dev.firstImages,
          evaluation: report))
      let moment = endsEpoch ? "epoch \(progress.epoch)" : "step \(progress.step)"
      display.say("\(moment)  \(devName) \(String(format: "%.2f", score))\(isBest ? "  (best so far)" : "")")
    }
    return isBest
  }

  private func save(isBest: Bool) throws {
    try Activity.during(Activity.Place("checkpoint", mayLast: true)) {
      try world.onRoot { try writeCheckpoint(isBest: isBest) }
    }
  }
}

extension BatchSampler {
  /// Steps of so many epochs.
  package func stepCount(epochs: Int) -> Int {
    (0..<epochs).reduce(0) { $0 + batchCount(ofEpoch: $1) }
  }

  /// Steps of a whole run.
  package func stepCount(_ configuration: TrainingConfiguration) -> Int {
    let all = stepCount(epochs: configuration.epochs)
    return configuration.maxSteps > 0 ? min(all, configuration.maxSteps) : all
  }
}
