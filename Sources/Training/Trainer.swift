import DataParallel
import Evaluation
import Failures
import Foundation
import MPI
import Optimizers
import Sampling
import TwoBranch

/// Trains the embedding network: epochs of global batches, an evaluation and a checkpoint after each.
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
  private let sampler: NeighborhoodSampler
  private let schedule: LearningRateSchedule
  private let totalSteps: Int
  private let display: ProgressDisplay
  /// On rank 0.
  private let log: MetricsLog?

  init(
    world: World, configuration: TrainingConfiguration, data: TrainingData, step: DataParallelStep,
    run: RunDirectory, progress: TrainingProgress
  ) throws {
    self.world = world
    self.configuration = configuration
    self.data = data
    self.step = step
    self.run = run
    self.progress = progress
    sampler = NeighborhoodSampler(configuration, links: data.links)
    totalSteps = sampler.stepCount(configuration)
    schedule = LearningRateSchedule(
      configuration.schedule, base: configuration.learningRate, epochDecay: configuration.learningRateDecay,
      warmupSteps: configuration.warmupSteps, totalSteps: totalSteps)
    display = ProgressDisplay(firstStep: progress.step, totalSteps: totalSteps, epochs: configuration.epochs)
    log = world.isRoot ? try MetricsLog(path: run.metricsPath, resumingAt: progress.step) : nil
  }

  /// Trains until the last epoch, the last step or the end of patience. A collective.
  package func train() throws {
    while !progress.isOver(configuration) { try runEpoch() }
  }

  private func runEpoch() throws {
    let plan = sampler.epoch(progress.epoch)
    while progress.batch < plan.batchCount, !progress.hasTakenAllSteps(configuration) {
      try takeStep(plan.batch(progress.batch))
      progress.batch += 1
      if progress.batch < plan.batchCount, isCheckpointDue { try save(isBest: false) }
    }
    if progress.batch == plan.batchCount { progress.finishEpoch() }
    try save(isBest: try evaluate())
  }

  private var isCheckpointDue: Bool {
    configuration.checkpointSteps > 0 && progress.step % configuration.checkpointSteps == 0
  }

  private func takeStep(_ batch: GlobalBatch) throws {
    let start = ContinuousClock.now
    let slice = batch.slice(rank: world.rank, of: world.size)
    let inputs = Sides(
      image: data.train.imageInput(batch.images[slice.images].map(Int.init)),
      text: data.train.textInput(batch.texts[slice.texts].map(Int.init)))
    let links = BatchLinks(links: data.positives, batch: batch)
    let rate = schedule.rate(step: progress.step, epoch: progress.epoch)
    let outcome = try step.run(
      batch, links: links, inputs: inputs, step: progress.step,
      learningRate: Sides(image: rate, text: rate * configuration.textLearningRateFactor))
    progress.step += 1
    try tell(outcome, batch, maskedPairs: links.maskedPairs, rate, seconds: (ContinuousClock.now - start).seconds)
  }

  private func tell(
    _ outcome: DataParallelStep.Outcome, _ batch: GlobalBatch, maskedPairs: Int, _ rate: Double, seconds: Double
  ) throws {
    guard let log else { return }
    let loss = outcome.loss
    try log.write(
      MetricsLog.Step(
        step: progress.step, epoch: progress.epoch, loss: loss.loss,
        lossSentenceAnchor: loss.terms.sentenceAnchor, lossImageAnchor: loss.terms.imageAnchor,
        lossImageNeighbors: loss.terms.imageNeighbors, lossSentenceNeighbors: loss.terms.sentenceNeighbors,
        learningRate: rate, gradientNorm: outcome.gradientNorm, activeTriplets: loss.activeTriplets,
        triplets: loss.triplets, maskedPairs: maskedPairs, stepSeconds: seconds))
    display.show(
      step: progress.step, epoch: progress.epoch, loss: loss.loss, images: batch.images.count,
      stepSeconds: seconds)
  }

  /// Scores the dev split; returns whether it is the best so far, or true where there is no dev split.
  private func evaluate() throws -> Bool {
    guard let dev = data.dev else { return true }
    let report = try RetrievalReport.evaluate(
      dev, with: Embedder(network: step.network, communicator: world.communicator), world: world)
    let score = try world.communicator.broadcast([report?.meanRecall ?? 0])[0]
    let isBest = progress.record(meanRecall: score)
    if let report {
      try log?.write(
        MetricsLog.Evaluation(step: progress.step, epoch: progress.epoch, split: "dev", evaluation: report))
      display.say(
        "epoch \(progress.epoch)  dev mean recall \(String(format: "%.2f", score))\(isBest ? "  (best so far)" : "")")
    }
    return isBest
  }

  private func save(isBest: Bool) throws {
    try world.onRoot { try writeCheckpoint(isBest: isBest) }
  }
}

extension NeighborhoodSampler {
  package init(_ configuration: TrainingConfiguration, links: Links) {
    self.init(
      links: links, batchImages: configuration.batchImages, sentencesPerImage: configuration.sentencesPerImage,
      seed: configuration.seed)
  }

  /// Steps of a whole run.
  package func stepCount(_ configuration: TrainingConfiguration) -> Int {
    let all = (0..<configuration.epochs).reduce(0) { $0 + batchCount(ofEpoch: $1) }
    return configuration.maxSteps > 0 ? min(all, configuration.maxSteps) : all
  }
}

extension TrainingProgress {
  func hasTakenAllSteps(_ configuration: TrainingConfiguration) -> Bool {
    configuration.maxSteps > 0 && step >= configuration.maxSteps
  }

  /// Whether nothing is left to do.
  package func isOver(_ configuration: TrainingConfiguration) -> Bool {
    epoch >= configuration.epochs || hasTakenAllSteps(configuration)
      || (configuration.patience > 0 && epochsSinceBest >= configuration.patience)
  }
}
