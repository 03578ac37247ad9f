import Foundation
import Statistics

/// How long steps waited for their input and took in all, for each way of getting it.
package struct InputTiming: CustomStringConvertible {
  /// One step, of the slowest rank in each respect.
  struct Step {
    /// Until the step had its input.
    let waitMilliseconds: Double
    /// Of the thread that takes the steps, in that time: without what other programs or the disk took.
    let processorMilliseconds: Double
    let wholeMilliseconds: Double
  }

  private let ranks: Int
  private let threads: Int
  private let isCold: Bool
  private var steps: [InputWay: [Step]] = [:]
  /// The most of a file that was in memory when a step began that should find none of it.
  private var largestResidentShare = 0.0

  init(ranks: Int, threads: Int, isCold: Bool) {
    self.ranks = ranks
    self.threads = threads
    self.isCold = isCold
  }

  mutating func add(_ way: InputWay, _ step: Step, residentShare: Double) {
    largestResidentShare = max(largestResidentShare, residentShare)
    steps[way, default: []].append(step)
  }

  private func median(_ way: InputWay, _ value: KeyPath<Step, Double>) -> Double {
    Statistics.median((steps[way] ?? []).map { $0[keyPath: value] })
  }

  package var description: String {
    let head = String(
      format: "%@ x %@, files %@, medians of %d steps:", ranks == 1 ? "1 rank" : "\(ranks) ranks",
      threads == 1 ? "1 thread" : "\(threads) threads",
      isCold
        ? String(format: "on disk (at most %.1f %% in memory)", 100 * largestResidentShare) : "in memory",
      steps[.ahead]?.count ?? 0)
    return ([head] + InputWay.allCases.map(line)).joined(separator: "\n")
  }

  private func line(_ way: InputWay) -> String {
    let name = way.description.padding(toLength: 34, withPad: " ", startingAt: 0)
    let (wait, whole) = (median(way, \.waitMilliseconds), median(way, \.wholeMilliseconds))
    return String(
      format: "%@step %.1f ms, of it waiting for input %.2f ms (%.2f %%; %.2f ms of processor time)", name,
      whole,
      wait, 100 * wait / whole, median(way, \.processorMilliseconds))
  }

  package func json() throws -> String {
    let ways = InputWay.allCases.map { way in
      (
        way.rawValue,
        [
          "step_ms_median": median(way, \.wholeMilliseconds).roundedToThousandths,
          "wait_ms_median": median(way, \.waitMilliseconds).roundedToThousandths,
          "processor_ms_median": median(way, \.processorMilliseconds).roundedToThousandths,
        ]
      )
    }
    let record: [String: Any] = [
      "ranks": ranks, "threads": threads, "cold": isCold, "steps": steps[.ahead]?.count ?? 0,
      "resident_share_max": largestResidentShare.roundedToThousandths,
      "ways": Dictionary(uniqueKeysWithValues: ways),
    ]
    let data = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
