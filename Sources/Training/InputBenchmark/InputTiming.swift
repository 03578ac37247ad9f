import Foundation

/// How long steps waited for their input and took in all, for each way of getting it.
package struct InputTiming: CustomStringConvertible {
  private let ranks: Int
  private let threads: Int
  private let isCold: Bool
  /// Milliseconds of the slowest rank.
  private var steps: [InputWay: [(wait: Double, whole: Double)]] = [:]
  /// The most of a file that was in memory when a step began that should find none of it.
  private var largestResidentShare = 0.0

  init(ranks: Int, threads: Int, isCold: Bool) {
    self.ranks = ranks
    self.threads = threads
    self.isCold = isCold
  }

  mutating func add(
    _ way: InputWay, waitMilliseconds: Double, stepMilliseconds: Double, residentShare: Double
  ) {
    largestResidentShare = max(largestResidentShare, residentShare)
    steps[way, default: []].append((waitMilliseconds, stepMilliseconds))
  }

  private func wait(_ way: InputWay) -> Double { median(way) { $0.wait } }
  private func step(_ way: InputWay) -> Double { median(way) { $0.whole } }

  private func median(_ way: InputWay, _ value: ((wait: Double, whole: Double)) -> Double) -> Double {
    StepTiming.median((steps[way] ?? []).map(value).sorted())
  }

  package var description: String {
    let head = String(
      format: "%@ x %@, files %@ memory, medians of %d steps:", ranks == 1 ? "1 rank" : "\(ranks) ranks",
      threads == 1 ? "1 thread" : "\(threads) threads",
      isCold ? String(format: "not in (%.1f %% at most)", 100 * largestResidentShare) : "in",
      steps[.ahead]?.count ?? 0)
    let lines = InputWay.allCases.map { way in
      let name = way.description.padding(toLength: 34, withPad: " ", startingAt: 0)
      return String(
        format: "%@step %.1f ms, of it waiting for input %.2f ms (%.2f %%)", name, step(way), wait(way),
        100 * wait(way) / step(way))
    }
    return ([head] + lines).joined(separator: "\n")
  }

  package func json() throws -> String {
    let rounded = { (value: Double) in (value * 1000).rounded() / 1000 }
    let ways = InputWay.allCases.map { way in
      (way.rawValue, ["step_ms_median": rounded(step(way)), "wait_ms_median": rounded(wait(way))])
    }
    let record: [String: Any] = [
      "ranks": ranks, "threads": threads, "cold": isCold, "steps": steps[.ahead]?.count ?? 0,
      "resident_share_max": rounded(largestResidentShare), "ways": Dictionary(uniqueKeysWithValues: ways),
    ]
    let data = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
