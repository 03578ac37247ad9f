import Sampling

/// The global batches of a run from some point on, epoch after epoch: a pure function of the sampler's seed and the
/// data, and so known before they are due.
package struct BatchOrder: IteratorProtocol, Sendable {
  /// A batch, and where it stands in the run.
  package struct Element: Sendable {
    package let epoch: Int
    /// Of the batches of that epoch, from 0.
    package let index: Int
    package let batch: GlobalBatch
  }

  private let sampler: any BatchSampler
  private let epochCount: Int
  private var epoch: Int
  private var index: Int
  private var stepsLeft: Int
  /// Of `epoch`, once a batch of it was asked for.
  private var plan: (any EpochBatches)?

  /// - Parameters:
  ///   - epoch: of the first batch; `index` counts from 0 within it.
  ///   - epochCount: the run ends before this epoch, counted from 0.
  ///   - stepCount: and after so many batches; nil: no limit.
  package init(
    _ sampler: any BatchSampler, epoch: Int = 0, index: Int = 0, epochCount: Int, stepCount: Int? = nil
  ) {
    self.sampler = sampler
    // A run that was interrupted before an epoch's evaluation stands behind its last batch.
    let isPast = epoch < epochCount && index > 0 && index >= sampler.batchCount(ofEpoch: epoch)
    (self.epoch, self.index) = isPast ? (epoch + 1, 0) : (epoch, index)
    self.epochCount = epochCount
    stepsLeft = stepCount ?? Int.max
  }

  /// What is left of a run. A run whose patience ends it takes fewer of them.
  package init(
    _ sampler: any BatchSampler, after progress: TrainingProgress, _ configuration: TrainingConfiguration
  ) {
    let isOver = progress.isOver(configuration)
    let limit = configuration.maxSteps > 0 ? configuration.maxSteps - progress.step : nil
    self.init(
      sampler, epoch: progress.epoch, index: progress.batch, epochCount: configuration.epochs,
      stepCount: isOver ? 0 : limit)
  }

  /// The next batch; nil after the last.
  package mutating func next() -> Element? {
    guard stepsLeft > 0, epoch < epochCount else { return nil }
    let plan = self.plan ?? sampler.epoch(epoch)
    let element = Element(epoch: epoch, index: index, batch: plan.batch(index))
    stepsLeft -= 1
    index += 1
    self.plan = index < plan.batchCount ? plan : nil
    if self.plan == nil { (epoch, index) = (epoch + 1, 0) }
    return element
  }
}
