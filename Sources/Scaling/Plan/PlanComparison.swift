import Benchmarks
import DataParallel
import Failures
import Foundation
import Training

/// Steps as the model has them beside steps that were measured.
package struct PlanComparison: Sendable {
  package struct Line: Sendable {
    package let mode: ScalingMode
    package let placement: RankPlacement
    package let images: Int
    package let isOversubscribed: Bool
    package let predicted: StepCost
    /// Seconds.
    package let measured: Double
    /// What of these the program spent in the phase in which it waits for the exchange of gradients; nil: not told.
    package let measuredExchange: Double?

    /// Above 1 where the model has the step slower than it is.
    package var ratio: Double { predicted.step / measured }
  }

  package let lines: [Line]

  /// The model takes the shape and the wire format that each run had.
  ///
  /// - Throws: `Failure` where there is no model of what was measured.
  package init(_ report: ScalingReport, rates: MachineRates) throws {
    lines = try report.series.flatMap { series in
      try series.points.map { point in
        try Self.requireModel(of: point)
        let placement = RankPlacement(ranks: point.ranks, nodes: point.hosts)
        return Line(
          mode: series.mode, placement: placement, images: point.images,
          isOversubscribed: point.isOversubscribed,
          predicted: StepModel(shape: point.shape, rates: rates).cost(on: placement, wire: point.wire),
          measured: point.step / 1e3,
          measuredExchange: point.phases.first { $0.name == "reduce" }.map { $0.milliseconds / 1e3 })
      }
    }
  }

  private static func requireModel(of point: ScalingPoint) throws {
    guard !point.isPlainStep else { return }
    throw Failure(
      .badData, "the measured steps are not those of the embedding network in fp32",
      remedy: "leave --compare out: there is no model of others")
  }

  /// For a terminal.
  package var table: String {
    var table = TextTable([
      "mode", "ranks", "nodes", "images", "predicted ms", "measured ms", "off by", "hidden", "shown",
      "measured shown",
    ])
    for line in lines {
      table.append([
        line.mode.rawValue, "\(line.placement.ranks)\(line.isOversubscribed ? "*" : "")",
        "\(line.placement.nodes)", "\(line.images)", milliseconds(line.predicted.step),
        milliseconds(line.measured), String(format: "%+.0f %%", (line.ratio - 1) * 100),
        milliseconds(line.predicted.exchangeHidden), milliseconds(line.predicted.exchangeShown),
        line.measuredExchange.map(milliseconds) ?? "-",
      ])
    }
    let marked = lines.contains(where: \.isOversubscribed)
    return table.text + (marked ? "\n* more threads than cores, of which the model knows nothing" : "")
  }

  /// For a program: a record a line, times in milliseconds.
  package var records: [[String: Any]] {
    lines.map { line in
      var record: [String: Any] = [
        "mode": line.mode.rawValue, "ranks": line.placement.ranks, "nodes": line.placement.nodes,
        "images": line.images, "oversubscribed": line.isOversubscribed, "predicted": line.predicted.record,
        "measured_step_ms": line.measured * 1e3,
      ]
      record["measured_exchange_shown_ms"] = line.measuredExchange.map { $0 * 1e3 }
      return record
    }
  }

  private func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1e3) }
}
