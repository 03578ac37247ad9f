import DataParallel
import Failures
import Files
import Foundation
import Interruption
import Losses
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
  /// Other jobs are kept out of it as long as this lives.
  private let openRun: OpenRun
  var run: RunDirectory { openRun.directory }
  package internal(set) var progress: TrainingProgress
  private let sampler: any BatchSampler
  private let reader: BatchReader
  private let schedule: LearningRateSchedule
  private let totalSteps: Int
  private let display: ProgressDisplay
  private let drift: DriftCheck
  private var hasToldOfNegatives = false
  /// After which the ranks' models were last compared.
  private var comparedStep: Int?
  /// On rank 0, unless nothing is left to do.
  private let log: MetricsLog?
  /// On rank 0.
  private let saver: CheckpointSaver?
  /// What the newest checkpoint holds; at first also what a run without one would begin with again.
  private(set) var saved: TrainingProgress

  /// How `train` came to an end.
  package enum End: Equatable, Sendable {
    case done
    /// By a signal to any rank; what was done is saved.
    case interrupted
  }

  init(
    world: World, configuration: TrainingConfiguration, data: TrainingData, step: DataParallelStep,
    run: OpenRun, progress: TrainingProgress, reader: BatchReader
  ) throws {
    self.world = world
    self.configuration = configuration
    self.data = data
    self.step = step
    openRun = run
    self.progress = progress
    self.reader = reader
    saved = progress
    drift = DriftCheck(world: world)
    saver = world.isRoot ? CheckpointSaver(run: run.directory, configuration: configuration, data: data) : nil
    sampler = data.sampler
    totalSteps = sampler.stepCount(configuration)
    schedule = LearningRateSchedule(
      configuration.schedule, base: configuration.learningRate, epochDecay: configuration.learningRateDecay,
      warmupSteps: configuration.warmupSteps, totalSteps: sampler.stepCount(epochs: configuration.epochs))
    display = ProgressDisplay(
      firstStep: progress.step, totalSteps: totalSteps, epochs: configuration.epochs,
      unit: configuration.task.unit)
    let writes = world.isRoot && !progress.isOver(configuration)
    log = writes ? try MetricsLog(path: run.directory.metricsPath, resumingAt: progress.step) : nil
  }

  /// Trains until the last epoch, the last step or the end of patience, or until a signal asks a rank to stop. A
  /// collective.
  package func train() throws -> End {
    var end = End.done
    while end == .done, !progress.isOver(configuration) { end = try runEpoch() }
    try Activity.during(Activity.Place("checkpoint", mayLast: true)) {
      try world.onRoot { try saver?.finish() }
    }
    if end == .interrupted { try tellInterruption() }
    return end
  }

  private func runEpoch() throws -> End {
    let batchCount = sampler.batchCount(ofEpoch: progress.epoch)
    while progress.batch < batchCount, !progress.hasTakenAllSteps(configuration) {
      let isTaken = try Activity.during(Activity.Place("step")) { try takeStep() }
      guard isTaken else { return try stop() }
      if progress.batch < batchCount, isCheckpointDue { try save(isBest: false) }
    }
    let endsEpoch = progress.batch == batchCount
    // An evaluation may last; after a stop here the run goes on with it.
    if endsEpoch, !progress.hasTakenAllSteps(configuration), try isInterrupted() { return try stop() }
    if endsEpoch { progress.finishEpoch() }
    try save(isBest: try evaluate(endsEpoch: endsEpoch))
    return .done
  }

  /// Not at the end, which has a checkpoint of its own.
  private var isCheckpointDue: Bool {
    !progress.hasTakenAllSteps(configuration) && configuration.checkpointSteps > 0
      && progress.step % configuration.checkpointSteps == 0
  }

  /// Returns false, and does nothing, if a signal asks a rank to stop.
  private func takeStep() throws -> Bool {
    Activity.begin(step: progress.step + 1)
    let start = ContinuousClock.now
    let (next, isInterrupted) = try nextBatch()
    if isInterrupted { return false }
    let readSeconds = (ContinuousClock.now - start).seconds
    let batch = next.batch
    let links = BatchLinks(
      links: data.positives, ambiguous: data.ambiguous, textNeighbors: data.textNeighbors, batch: batch)
    let rate = schedule.rate(step: progress.step, epoch: progress.epoch)
    let outcome = try step.run(
      next.partition, links: links, inputs: next.inputs, step: progress.step,
      updateCount: progress.step - progress.skippedSteps,
      learningRate: Sides(image: rate, text: rate * configuration.textLearningRateFactor))
    progress.finishStep(isSkipped: outcome.skipReason != nil)
    if let reason = outcome.skipReason {
      try tellSkip(batch, reason)
    } else {
      try tell(
        outcome, batch, links, rate, readSeconds: readSeconds,
        stepSeconds: (ContinuousClock.now - start).seconds)
    }
    if isComparisonDue { try compare() }
    return true
  }

  /// Unless it has been done after this step, which changed the model last. A collective.
  private func compare() throws {
    guard comparedStep != progress.step else { return }
    try drift.compare(step, after: progress)
    comparedStep = progress.step
  }

  private var isComparisonDue: Bool {
    configuration.compareSteps > 0 && progress.step % configuration.compareSteps == 0
  }

  /// The batch that is due, and this rank's rows of it, which were read during the step before; and whether a signal
  /// asks any rank to stop. A file that fails several ranks gives one message.
  private func nextBatch() throws -> (RankBatch, isInterrupted: Bool) {
    let (next, isInterrupted) = try Activity.during(Activity.Place("reading the batch")) {
      try world.together(raising: Interruption.signalNumber != nil) {
        try saver?.check()
        return try reader.next()
      }
    }
    guard let next else { preconditionFailure("the reader ends before the run") }
    precondition(
      next.place.epoch == progress.epoch && next.place.index == progress.batch,
      "batch \(next.place.index) of epoch \(next.place.epoch) at \(progress)")
    return (next, isInterrupted)
  }

  private func isInterrupted() throws -> Bool {
    try world.together(raising: Interruption.signalNumber != nil) {}.isFlagRaised
  }

  private func stop() throws -> End {
    Interruption.holdLauncher()
    if saved != progress { try save(isBest: false) }
    return .interrupted
  }

  private func tell(
    _ outcome: DataParallelStep.Outcome, _ batch: GlobalBatch, _ links: BatchLinks, _ rate: Double,
    readSeconds: Double, stepSeconds: Double
  ) throws {
    guard let log else { return }
    let loss = outcome.loss
    let entry = MetricsLog.Step(
      step: progress.step, epoch: progress.epoch, loss: loss, learningRate: rate,
      gradientNorm: outcome.gradientNorm, maskedPairs: links.maskedPairs, readSeconds: readSeconds,
      stepSeconds: stepSeconds)
    try log.write(entry)
    tellIfWithoutNegatives(loss, batch, positivePairs: links.imagesOfText.pairCount)
    display.show(
      step: progress.step, epoch: progress.epoch, loss: loss.loss, count: batch.neighborhoodCount,
      stepSeconds: stepSeconds)
  }

  /// A step without a single negative teaches nothing; its loss is 0, and looks like success.
  private func tellIfWithoutNegatives(_ loss: any LossSums, _ batch: GlobalBatch, positivePairs: Int) {
    guard !hasToldOfNegatives, !loss.hasNegatives(besides: positivePairs) else { return }
    hasToldOfNegatives = true
    display.say(
      "warning: no text or image of step \(progress.step) has a negative among the \(batch.neighborhoodCount) "
        + "\(configuration.task.unit) of its batch, so that it learns nothing; look for captions that are all equal, "
        + "or raise --batch-images")
  }

  /// Most steps in a row that may change nothing.
  private static let skipLimit = 10

  /// Writes down a step that changed nothing, with the batch that it came from; ends the job when nothing else comes
  /// any more.
  private func tellSkip(_ batch: GlobalBatch, _ reason: String) throws {
    try log?.write(
      MetricsLog.SkippedStep(
        step: progress.step, epoch: progress.epoch, skipped: reason, skippedSteps: progress.skippedSteps,
        images: batch.images, texts: batch.texts))
    if log != nil {
      display.say(
        "step \(progress.step) is skipped: \(reason); its batch is in metrics.jsonl (\(progress.skippedSteps) so far)"
      )
    }
    guard progress.skippedInARow >= Self.skipLimit else { return }
    try world.onRoot { try saver?.finish() }
    try world.failTogether(
      Failure(
        .software, "\(Self.skipLimit) steps in a row up to step \(progress.step) are skipped: \(reason)",
        at: run.path, expected: "finite losses and gradients",
        remedy:
          "none of these steps changed the weights\(saved.step > 0 ? ", and the checkpoints are good" : ""); "
          + "look at their batches in metrics.jsonl, and begin a new run with a lower --learning-rate or with "
          + "--clip-norm"))
  }

  /// Scores the dev split where that is due or the run ends; returns whether it is the best so far, or true where
  /// there is no dev split.
  ///
  /// A score that is not due, where `maxSteps` ends the run, costs no patience: a run that goes on from there must do
  /// what one does that never stopped.
  private func evaluate(endsEpoch: Bool) throws -> Bool {
    guard let dev = data.dev else { return true }
    let isDue = endsEpoch && progress.isEvaluationDue(configuration)
    guard isDue || progress.hasTakenAllSteps(configuration) else { return false }
    let report = try Activity.during(Activity.Place("evaluation", mayLast: true)) {
      try dev.evaluate(step, world: world)
    }
    let score = try world.communicator.broadcast(report?.score(configuration.selection) ?? 0)
    let isBest = progress.record(score: score, isDue: isDue)
    if let report {
      try log?.write(
        MetricsLog.Evaluation(
          step: progress.step, epoch: progress.epoch, split: configuration.devSplit,
          firstImages: dev.firstImages,
          evaluation: report))
      let moment = endsEpoch ? "epoch \(progress.epoch)" : "step \(progress.step)"
      display.say("\(moment)  \(devName) \(String(format: "%.2f", score))\(isBest ? "  (best so far)" : "")")
    }
    return isBest
  }

  /// Saves the state, of which all ranks have the same. A collective.
  private func save(isBest: Bool) throws {
    try Activity.during(Activity.Place("checkpoint", mayLast: true)) {
      try compare()
      try world.onRoot { try saver?.save(step, progress, isBest: isBest) }
    }
    saved = progress
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
