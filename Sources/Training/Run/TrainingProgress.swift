/// How far a run has come. With it, the weights and the optimizer's moments, a run goes on as if it had never
/// stopped: all else is a function of the seed and the step.
package struct TrainingProgress: Codable, Equatable, Sendable {
  /// Steps done.
  package var step = 0
  /// The epoch of the next step, from 0.
  package var epoch = 0
  /// The batch of that epoch that is next.
  package var batch = 0
  /// By the run's `Selection` on the dev split, in percent; nil before the first evaluation.
  package var bestScore: Double?
  package var bestEpoch = 0
  package var evaluationsSinceBest = 0
  /// Steps that changed nothing, because their loss or gradient was not finite; of `step`.
  package var skippedSteps = 0
  /// So many of them in a row up to now.
  package var skippedInARow = 0

  /// As in records from when every epoch was evaluated.
  enum CodingKeys: String, CodingKey {
    case step, epoch, batch, bestScore, bestEpoch, skippedSteps, skippedInARow
    case evaluationsSinceBest = "epochsSinceBest"
  }

  package init() {}

  package init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: CodingKeys.self)
    step = try record.decode(Int.self, forKey: .step)
    epoch = try record.decode(Int.self, forKey: .epoch)
    batch = try record.decode(Int.self, forKey: .batch)
    bestScore = try record.decodeIfPresent(Double.self, forKey: .bestScore)
    bestEpoch = try record.decode(Int.self, forKey: .bestEpoch)
    evaluationsSinceBest = try record.decode(Int.self, forKey: .evaluationsSinceBest)
    // Absent from records of versions that ended the run instead.
    skippedSteps = try record.decodeIfPresent(Int.self, forKey: .skippedSteps) ?? 0
    skippedInARow = try record.decodeIfPresent(Int.self, forKey: .skippedInARow) ?? 0
  }

  /// Takes note of a step.
  package mutating func finishStep(isSkipped: Bool) {
    step += 1
    batch += 1
    skippedSteps += isSkipped ? 1 : 0
    skippedInARow = isSkipped ? skippedInARow + 1 : 0
  }

  package mutating func finishEpoch() {
    epoch += 1
    batch = 0
  }

  package func isBest(score: Double) -> Bool {
    bestScore.map { score > $0 } ?? true
  }

  /// Takes note of the evaluation at the end of an epoch; returns whether it is the best so far.
  package mutating func record(score: Double) -> Bool {
    guard isBest(score: score) else {
      evaluationsSinceBest += 1
      return false
    }
    bestScore = score
    bestEpoch = epoch
    evaluationsSinceBest = 0
    return true
  }
}
