import Foundation

/// The evaluation on dev whose checkpoint is the best of a run.
package struct BestEvaluation: Codable, Equatable, Sendable {
  /// By the run's `Selection`, in percent.
  package let score: Double
  /// Steps done before it; nil in records of versions that counted epochs alone.
  package let step: Int?
  /// Epochs done before it.
  package let epoch: Int

  package init(score: Double, step: Int?, epoch: Int) {
    self.score = score
    self.step = step
    self.epoch = epoch
  }

  /// "41.52 at step 18".
  var text: String {
    String(format: "%.2f", score) + (step.map { " at step \($0)" } ?? " after epoch \(epoch)")
  }
}
