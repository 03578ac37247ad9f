/// How far a run has come. With it, the weights and the optimizer's moments, a run goes on as if it had never
/// stopped: all else is a function of the seed and the step.
package struct TrainingProgress: Codable, Equatable, Sendable {
  /// Steps done.
  package var step = 0
  /// The epoch of the next step, from 0.
  package var epoch = 0
  /// The batch of that epoch that is next.
  package var batch = 0
  /// On the dev split, in percent; nil before the first evaluation.
  package var bestMeanRecall: Double?
  package var bestEpoch = 0
  package var epochsSinceBest = 0
  /// Nothing is left to do: the last epoch is over, or patience is.
  package var isFinished = false

  package init() {}

  package mutating func finishEpoch() {
    epoch += 1
    batch = 0
  }

  /// Takes note of an evaluation; returns whether it is the best so far.
  package mutating func record(meanRecall: Double) -> Bool {
    guard bestMeanRecall.map({ meanRecall > $0 }) ?? true else {
      epochsSinceBest += 1
      return false
    }
    bestMeanRecall = meanRecall
    bestEpoch = epoch
    epochsSinceBest = 0
    return true
  }
}
