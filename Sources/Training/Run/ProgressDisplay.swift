import Failures
import Foundation

/// What a person sees of a run while it goes: on a terminal one living line, elsewhere a plain line now and then.
package final class ProgressDisplay {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?
  private let firstStep: Int
  private let totalSteps: Int
  private let epochs: Int
  /// What a neighbourhood of a batch is: "images" or "photos".
  private let unit: String

  /// Between two showings, so that neither a terminal nor a log drowns.
  private var pause: Duration { isTerminal ? .milliseconds(100) : .seconds(10) }

  package init(firstStep: Int, totalSteps: Int, epochs: Int, unit: String) {
    self.firstStep = firstStep
    self.totalSteps = totalSteps
    self.epochs = epochs
    self.unit = unit
  }

  /// - Parameters:
  ///   - step: steps done.
  ///   - count: of the units of the last batch.
  package func show(step: Int, epoch: Int, loss: Double, count: Int, stepSeconds: Double) {
    let now = ContinuousClock.now
    guard step == totalSteps || lastShown.map({ now - $0 >= pause }) ?? true else { return }
    lastShown = now
    let elapsed = (now - start).seconds
    let left = elapsed / Double(max(1, step - firstStep)) * Double(totalSteps - step)
    let line = String(
      format: "epoch %d/%d  step %d/%d  loss %.5f  %.0f %@/s  %.3f s/step  %@ left", epoch + 1, epochs, step,
      totalSteps, loss, Double(count) / max(stepSeconds, 1e-9), unit, stepSeconds, Self.clock(left))
    write(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
  }

  /// A line that stays.
  package func say(_ line: String) {
    write(isTerminal ? "\r\u{1B}[K\(line)\n" : "\(line)\n")
  }

  private func write(_ text: String) {
    StandardError.write(text)
  }

  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 3600
      ? String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
      : String(format: "%d:%02d", whole / 60, whole % 60)
  }
}

extension Duration {
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
