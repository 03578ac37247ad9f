import Failures
import Foundation

/// A scaling experiment in figures.
package struct ScalingReport: Sendable {
  /// Strong before weak; those that were measured.
  package let series: [ScalingSeries]

  /// - Throws: `Failure` where there is nothing to report, or runs of different experiments stand together.
  package init(_ measurements: [Measurement]) throws {
    series = try ScalingMode.allCases.compactMap { try ScalingSeries($0, of: measurements) }
    guard series.isEmpty else { return }
    throw Failure(
      .badData, "no run succeeded (\(measurements.count) failed)", expected: "at least one",
      remedy: "look at what the runs of Launch/scale said")
  }

  /// For a terminal.
  package var table: String {
    series.map(table).joined(separator: "\n\n")
  }

  private func table(_ series: ScalingSeries) -> String {
    var table = TextTable([
      "ranks", "hosts", "cores", "images", "runs", "step ms", "fastest", "slowest", "images/s", "speed-up",
      "efficiency", "exchange ms",
    ])
    for point in series.points {
      table.append([
        "\(point.ranks)\(point.isOversubscribed ? "*" : "")", "\(point.hosts)", "\(point.cores)",
        "\(point.images)", "\(point.steps.count)", Self.number(point.step, 1),
        Self.number(point.steps[0], 1), Self.number(point.steps[point.steps.count - 1], 1),
        Self.number(point.imagesPerSecond, 0), Self.number(series.speedUp(point), 2),
        Self.number(series.efficiency(point) * 100, 0) + " %",
        Self.number(point.communication, 1),
      ])
    }
    return ([heading(series), table.text] + notes(series)).joined(separator: "\n")
  }

  private func heading(_ series: ScalingSeries) -> String {
    "\(series.mode.rawValue) scaling, \(series.batch), threads a rank: \(series.base.threads)"
  }

  private func notes(_ series: ScalingSeries) -> [String] {
    var notes: [String] = []
    if series.points.contains(where: \.isOversubscribed) {
      notes.append("* \(series.oversubscription): ranks wait for their turn on a core")
    }
    if series.base.ranks > 1 { notes.append("relative to \(series.base.ranks) ranks, taken as 100 %") }
    for point in series.points where point.failedRuns > 0 {
      notes.append("\(point.ranks) ranks: \(point.failedRuns) further runs failed and do not count")
    }
    for ranks in series.failedRanks { notes.append("\(ranks) ranks: every run failed") }
    return notes
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  /// A line a point; phases in columns of their own. Source: RFC 4180, but for its line ends.
  package var csv: String {
    let phases = StepPhases.ordered(Set(series.flatMap(\.points).flatMap { $0.phases.map(\.name) }))
    let titles =
      [
        "mode", "ranks", "hosts", "cores", "threads", "oversubscribed", "images", "runs", "failed_runs",
        "step_ms_median", "step_ms_fastest", "step_ms_slowest", "images_per_second", "speed_up", "efficiency",
      ] + phases.map { "\($0)_ms" }
    let lines = series.flatMap { series in series.points.map { line($0, in: series, phases) } }
    return ([titles] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func line(_ point: ScalingPoint, in series: ScalingSeries, _ phases: [String]) -> [String] {
    let counts = [
      series.mode.rawValue, "\(point.ranks)", "\(point.hosts)", "\(point.cores)", "\(point.threads)",
      "\(point.isOversubscribed)", "\(point.images)", "\(point.steps.count)", "\(point.failedRuns)",
    ]
    let figures = [
      point.step, point.steps[0], point.steps[point.steps.count - 1], point.imagesPerSecond,
    ].map { Self.number($0, 3) }
    let ratios = [series.speedUp(point), series.efficiency(point)].map { Self.number($0, 4) }
    let times = phases.map { name in
      point.phases.first { $0.name == name }.map { Self.number($0.milliseconds, 3) } ?? ""
    }
    return counts + figures + ratios + times
  }
}
