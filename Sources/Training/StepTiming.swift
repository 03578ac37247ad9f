import Foundation

/// How long training steps took.
package struct StepTiming: CustomStringConvertible {
  private let ranks: Int
  private let threads: Int
  /// Ascending.
  private let sorted: [Double]
  /// Medians of each phase's slowest rank, in milliseconds. Their sum may exceed the step: not every phase is slowest
  /// on the same rank.
  private let phases: [(name: String, milliseconds: Double)]
  /// Of the largest rank, shared memory included.
  private let peakBytes: Int

  init(ranks: Int, threads: Int, milliseconds: [Double], phases: [(String, Double)], peakBytes: Int) {
    precondition(!milliseconds.isEmpty)
    self.ranks = ranks
    self.threads = threads
    sorted = milliseconds.sorted()
    self.phases = phases.map { (name: $0, milliseconds: $1) }
    self.peakBytes = peakBytes
  }

  private var median: Double { Self.median(sorted) }

  static func median(_ sorted: [Double]) -> Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  package var description: String {
    let parts = phases.map { String(format: "%@ %.1f", $0.name, $0.milliseconds) }.joined(separator: ", ")
    return String(
      format:
        "%@ x %@: step %.1f ms (median of %d; fastest %.1f, slowest %.1f), peak memory a rank %.0f MB",
      ranks == 1 ? "1 rank" : "\(ranks) ranks", threads == 1 ? "1 thread" : "\(threads) threads", median,
      sorted.count, sorted[0], sorted[sorted.count - 1], Double(peakBytes) / 1e6)
      + "\n\(parts) ms (medians of the slowest rank)"
  }

  package func json() throws -> String {
    let rounded = { (value: Double) in (value * 1000).rounded() / 1000 }
    let record: [String: Any] = [
      "ranks": ranks, "threads": threads, "steps": sorted.count,
      "step_ms_median": rounded(median), "step_ms_fastest": rounded(sorted[0]),
      "step_ms_slowest": rounded(sorted[sorted.count - 1]), "peak_bytes": peakBytes,
      "phases": Dictionary(uniqueKeysWithValues: phases.map { ($0.name, rounded($0.milliseconds)) }),
    ]
    let data = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
