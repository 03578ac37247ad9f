import DataParallel
import Foundation

extension ScalingPlan {
  /// For a terminal: a line a number of ranks, the other wire format at its end.
  package func table(_ wire: WireFormat) -> String {
    let other: WireFormat = wire == .fp32 ? .bf16 : .fp32
    var table = TextTable([
      "ranks", "nodes", "images", "step ms", "products", "passes", "collectives", "hidden", "shown",
      "images/s", "speed-up", "efficiency", "\(other.rawValue): step ms", "shown", "efficiency",
    ])
    for point in points {
      let (cost, otherCost) = (point.cost(wire), point.cost(other))
      let parts = [
        cost.step, cost.products, cost.passes, cost.collectives, cost.exchangeHidden, cost.exchangeShown,
      ].map(Self.milliseconds)
      table.append(
        ["\(point.placement.ranks)", "\(point.placement.nodes)", "\(point.images)"] + parts + [
          String(format: "%.0f", point.imagesPerSecond(wire)), String(format: "%.1f", point.speedUp(wire)),
          Self.percent(point.efficiency(wire)), Self.milliseconds(otherCost.step),
          Self.milliseconds(otherCost.exchangeShown), Self.percent(point.efficiency(other)),
        ])
    }
    return ([heading(wire), table.text] + notes).joined(separator: "\n")
  }

  private func heading(_ wire: WireFormat) -> String {
    let batch = "\(shape.images) images \(mode == .strong ? "in all" : "a rank")"
    return "\(mode.rawValue) scaling, \(batch), gradients in \(wire.rawValue) between nodes; hidden, shown: "
      + "their exchange behind the backward pass, and after it"
  }

  /// For a program: times in milliseconds.
  package var record: [String: Any] {
    let points = points.map { point -> [String: Any] in
      var record: [String: Any] = [
        "ranks": point.placement.ranks, "nodes": point.placement.nodes, "images": point.images,
        "idle_ranks": point.idleRanks,
      ]
      for wire in WireFormat.allCases {
        var figures = point.cost(wire).record
        figures["images_per_second"] = point.imagesPerSecond(wire)
        figures["speed_up"] = point.speedUp(wire)
        figures["efficiency"] = point.efficiency(wire)
        record[wire.rawValue] = figures
      }
      return record
    }
    return ["mode": mode.rawValue, "points": points]
  }

  private var notes: [String] {
    points.filter { $0.idleRanks > 0 }.map {
      "\($0.placement.ranks) ranks: more than the \($0.images) images of the batch; \($0.idleRanks) have no rows"
    }
  }

  private static func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1e3) }
  private static func percent(_ ratio: Double) -> String { String(format: "%.0f %%", ratio * 100) }
}
