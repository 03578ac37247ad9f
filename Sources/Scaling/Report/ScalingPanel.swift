import Foundation
import Pages

/// One plot of a series: its frame, its axes, the zone where ranks outnumber cores, and what is drawn in it.
struct ScalingPanel {
  let title: String
  let series: ScalingSeries
  let area: PlotArea
  /// Behind a number of the value axis: " %".
  let unit: String

  /// A figure of a point: of the median run, the fastest and the slowest.
  struct Spread {
    let value: Double
    let fastest: Double
    let slowest: Double
  }

  func markup(_ content: [Markup]) -> Markup {
    .element("g", [:], zones + valueAxis + rankAxis + content + [frame, heading])
  }

  /// A line through a value of each point, with marks and labels.
  ///
  /// - Parameter values: of the points, in their order.
  func curve(_ values: [Spread], label: (Double) -> String) -> [Markup] {
    let points = zip(series.points, values)
    return [path("curve", points.map { (ranks: $0.ranks, value: $1.value) })]
      + points.flatMap { mark($0, $1, label: label($1.value)) }
  }

  /// Hollow where ranks outnumber cores; the line from the slowest to the fastest run goes through it.
  private func mark(_ point: ScalingPoint, _ spread: Spread, label: String) -> [Markup] {
    let (x, y, highest) = (area.x(point.ranks), area.y(spread.value), area.y(spread.fastest))
    return [
      line("spread", x, area.y(spread.slowest), x, highest),
      .void(
        "circle",
        [
          "class": point.isOversubscribed ? "hollow" : "point", "cx": pixels(x), "cy": pixels(y), "r": "4.5",
        ]),
      text("value", label, x, max(area.top + 12, min(y, highest) - 9), anchor: "middle"),
    ]
  }

  func path(_ name: String, _ points: [(ranks: Int, value: Double)]) -> Markup {
    let places = points.map { "\(pixels(area.x($0.ranks))),\(pixels(area.y($0.value)))" }
    return .void("polyline", ["class": name, "points": places.joined(separator: " ")])
  }

  func rectangle(_ name: String, _ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Markup {
    .void(
      "rect",
      [
        "class": name, "x": pixels(left), "y": pixels(top), "width": pixels(right - left),
        "height": pixels(bottom - top),
      ])
  }

  /// From half way to the neighbour with fewer ranks to half way to the one with more.
  private var zones: [Markup] {
    let points = series.points
    let shaded = points.indices.filter { points[$0].isOversubscribed }
    let zones = shaded.map { place in
      rectangle(
        "zone", place == 0 ? area.left : middle(place - 1, place), area.top,
        place == points.count - 1 ? area.right : middle(place, place + 1), area.bottom)
    }
    guard !zones.isEmpty else { return [] }
    return zones + [
      text("note", "shaded: \(series.oversubscription)", area.right, area.top - 9, anchor: "end")
    ]
  }

  private func middle(_ first: Int, _ second: Int) -> Double {
    (area.x(series.points[first].ranks) + area.x(series.points[second].ranks)) / 2
  }

  private var valueAxis: [Markup] {
    area.ticks.flatMap { tick in
      [
        line("grid", area.left, area.y(tick), area.right, area.y(tick)),
        text("tick", Self.short(tick) + unit, area.left - 7, area.y(tick) + 4, anchor: "end"),
      ]
    }
  }

  /// Every measured number of ranks that has room for its digits.
  private var rankAxis: [Markup] {
    var last = -Double.infinity
    var labels: [Markup] = []
    for point in series.points {
      let x = area.x(point.ranks)
      guard x - last >= 26 else { continue }
      last = x
      labels.append(text("tick", "\(point.ranks)", x, area.bottom + 17, anchor: "middle"))
    }
    return labels + [text("axis", "ranks", area.right, area.bottom + 32, anchor: "end")]
  }

  private var frame: Markup { rectangle("frame", area.left, area.top, area.right, area.bottom) }
  private var heading: Markup { text("heading", title, area.left, area.top - 9, anchor: "start") }

  private func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .void(
      "line", ["class": name, "x1": pixels(x1), "y1": pixels(y1), "x2": pixels(x2), "y2": pixels(y2)])
  }

  private func text(_ name: String, _ text: String, _ x: Double, _ y: Double, anchor: String) -> Markup {
    .element("text", ["class": name, "x": pixels(x), "y": pixels(y), "text-anchor": anchor], text)
  }

  /// "0.5", "2", "1200".
  private static func short(_ number: Double) -> String { String(format: "%g", number) }
}

/// A length or a place in a drawing.
func pixels(_ number: Double) -> String { String(format: "%.1f", number) }
