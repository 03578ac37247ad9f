import Failures
import Foundation

/// Tells a person how far the scoring of many pairs is, where that takes long: a plain line every ten seconds.
struct ScoringProgress {
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var done = 0
  private let total: Int
  private let isShown: Bool
  private let task: String

  /// - Parameters:
  ///   - total: pieces of work of this rank, of all folds; the other ranks have about as many.
  ///   - task: what takes so long.
  init(total: Int, isShown: Bool, task: String = "scoring all pairs") {
    self.task = task
    self.total = total
    self.isShown = isShown
  }

  /// A piece is done.
  mutating func advance() {
    done += 1
    let now = ContinuousClock.now
    guard isShown, done < total, now - lastShown >= .seconds(10) else { return }
    lastShown = now
    let left = (now - start).seconds / Double(done) * Double(total - done)
    let percent = 100 * done / total
    let line = "\(task): \(percent) %, \(ProgressDisplay.clock(left)) left\n"
    StandardError.write(line)
  }
}
