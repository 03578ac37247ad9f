/// How far a run has come. With it, the weights and the optimizer's moments, a run goes on as if it had never
/// stopped: all else is a function of the seed and the step.
package struct TrainingProgress: Codable, Equatable, Sendable {
  /// Steps done.
  package var step = 0
  /// The epoch of the next step, from 0.
  package var epoch = 0
  /// The batch of that epoch that is next.
  package var batch = 0
  /// Of all evaluations on the dev split, also of one where `--max-steps` ended the run within an epoch: its checkpoint
  /// is the one that `best` names. Nil before the first.
  package var best: BestEvaluation?
  /// Of the evaluations that were due, in percent: patience counts those alone, so that a run that goes on ends where
  /// one that never stopped does.
  package var bestDueScore: Double?
  package var bestDueEpoch = 0
  /// Due ones.
  package var evaluationsSinceBest = 0
  /// Steps that changed nothing, because their loss or gradient was not finite; of `step`.
  package var skippedSteps = 0
  /// So many of them in a row up to now.
  package var skippedInARow = 0

  /// As in records from when every epoch was evaluated.
  enum CodingKeys: String, CodingKey {
    case step, epoch, batch, best, skippedSteps, skippedInARow
    case bestDueScore = "bestScore"
    case bestDueEpoch = "bestEpoch"
    case evaluationsSinceBest = "epochsSinceBest"
  }

  package init() {}

  package init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: CodingKeys.self)
    step = try record.decode(Int.self, forKey: .step)
    epoch = try record.decode(Int.self, forKey: .epoch)
    batch = try record.decode(Int.self, forKey: .batch)
    bestDueScore = try record.decodeIfPresent(Double.self, forKey: .bestDueScore)
    bestDueEpoch = try record.decode(Int.self, forKey: .bestDueEpoch)
    // Absent from records of versions that compared due evaluations alone.
    best =
      try record.decodeIfPresent(BestEvaluation.self, forKey: .best)
      ?? bestDueScore.map { [bestDueEpoch] in BestEvaluation(score: $0, step: nil, epoch: bestDueEpoch) }
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

  /// Takes note of an evaluation on dev; returns whether it is the best so far.
  ///
  /// - Parameter isDue: whether it would be done, too, in a run that does not stop here.
  package mutating func record(score: Double, isDue: Bool) -> Bool {
    if isDue { recordDue(score) }
    guard best.map({ score > $0.score }) ?? true else { return false }
    best = BestEvaluation(score: score, step: step, epoch: epoch)
    return true
  }

  private mutating func recordDue(_ score: Double) {
    let isBest = bestDueScore.map { score > $0 } ?? true
    evaluationsSinceBest = isBest ? 0 : evaluationsSinceBest + 1
    if isBest { (bestDueScore, bestDueEpoch) = (score, epoch) }
  }
}
