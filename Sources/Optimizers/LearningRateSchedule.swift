import Foundation

/// The learning rate as a function of the step.
package struct LearningRateSchedule: Sendable {
  package enum Kind: String, Sendable, CaseIterable, Codable {
    case constant
    /// Multiplied by `epochDecay` after each epoch.
    case exponential
    /// Half a cosine from the base rate to zero at the last step.
    case cosine
  }

  package let kind: Kind
  package let base: Double
  package let epochDecay: Double
  package let warmupSteps: Int
  package let totalSteps: Int

  package init(
    _ kind: Kind, base: Double, epochDecay: Double, warmupSteps: Int, totalSteps: Int
  ) {
    precondition(warmupSteps >= 0)
    self.kind = kind
    self.base = base
    self.epochDecay = epochDecay
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
  }

  /// The rate of a step; steps and epochs count from 0. It rises linearly to the base over the warm-up steps.
  package func rate(step: Int, epoch: Int) -> Double {
    if step < warmupSteps { return base * Double(step + 1) / Double(warmupSteps) }
    switch kind {
    case .constant: return base
    case .exponential: return base * pow(epochDecay, Double(epoch))
    case .cosine:
      let span = max(1, totalSteps - warmupSteps)
      let done = min(1, Double(step - warmupSteps) / Double(span))
      return base * (1 + cos(.pi * done)) / 2
    }
  }
}
