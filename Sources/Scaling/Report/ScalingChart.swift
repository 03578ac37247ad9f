import Foundation
import Pages

/// The picture of a scaling experiment, as SVG: a column a series; in each speed-up, efficiency and phases.
package struct ScalingChart {
  private let report: ScalingReport
  private static let columnWidth = 470.0
  private static let rowHeight = 250.0
  private static let top = 92.0

  package init(_ report: ScalingReport) { self.report = report }

  package var svg: String {
    let width = Self.columnWidth * Double(report.series.count) + 10
    let height = Self.top + 3 * Self.rowHeight + (phases.isEmpty ? -Self.rowHeight : 34)
    let drawing = Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": pixels(width), "height": pixels(height),
        "viewBox": "0 0 \(pixels(width)) \(pixels(height))", "role": "img",
      ],
      [
        .element("title", [:], "Scaling of a training step"), Self.style,
        .void("rect", ["class": "paper", "width": pixels(width), "height": pixels(height)]),
      ] + report.series.enumerated().map { column($1, at: $0) } + legend)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(drawing.source)\n"
  }

  private func column(_ series: ScalingSeries, at index: Int) -> Markup {
    let left = Double(index) * Self.columnWidth + 58
    let mode = series.mode == .strong ? "Strong" : "Weak"
    let threads = "\(series.base.threads) \(series.base.threads == 1 ? "thread" : "threads") a rank"
    return .element(
      "g", [:],
      [
        .element("text", ["class": "title", "x": pixels(left), "y": "28"], "\(mode) scaling"),
        .element(
          "text", ["class": "subtitle", "x": pixels(left), "y": "48"],
          "\(series.batch), \(threads); relative to \(series.base.ranks == 1 ? "1 rank" : "\(series.base.ranks) ranks")"
        ),
        speedUp(series, left), efficiency(series, left),
      ] + (phases.isEmpty ? [] : [phases(series, left)]))
  }

  private func area(
    _ series: ScalingSeries, _ left: Double, row: Int, _ values: ClosedRange<Double>, doublings: Bool = false
  ) -> PlotArea {
    PlotArea(
      left: left, top: Self.top + Double(row) * Self.rowHeight, width: Self.columnWidth - 70,
      height: Self.rowHeight - 66, ranks: series.ranks, values: values, doublings: doublings)
  }

  private func speedUp(_ series: ScalingSeries, _ left: Double) -> Markup {
    let values = series.points.map { spread(of: series.speedUp($0), $0) }
    let ideal = [series.ranks.lowerBound, series.ranks.upperBound].map { (ranks: $0, value: Double($0)) }
    let range = PlotArea.doublings(around: values.flatMap { [$0.slowest, $0.fastest] } + ideal.map(\.value))
    let area = area(series, left, row: 0, range, doublings: true)
    let panel = ScalingPanel(title: "Speed-up in images a second", series: series, area: area, unit: "")
    return panel.markup(
      [panel.path("ideal", ideal)] + panel.curve(values) { String(format: "%.2f", $0) })
  }

  private func efficiency(_ series: ScalingSeries, _ left: Double) -> Markup {
    let values = series.points.map { spread(of: 100 * series.efficiency($0), $0) }
    let area = area(series, left, row: 1, 0...max(120, (values.map(\.fastest).max() ?? 0) * 1.1))
    let panel = ScalingPanel(title: "Efficiency", series: series, area: area, unit: " %")
    let ideal = [series.ranks.lowerBound, series.ranks.upperBound].map { (ranks: $0, value: 100.0) }
    return panel.markup(
      [panel.path("ideal", ideal)] + panel.curve(values) { String(format: "%.0f", $0) })
  }

  /// A figure that follows the speed, as the median run, the fastest and the slowest give it.
  private func spread(of value: Double, _ point: ScalingPoint) -> ScalingPanel.Spread {
    ScalingPanel.Spread(
      value: value, fastest: value * point.step / point.steps[0],
      slowest: value * point.step / point.steps[point.steps.count - 1])
  }

  private func phases(_ series: ScalingSeries, _ left: Double) -> Markup {
    let sums = series.points.map { $0.phases.reduce(0) { $0 + $1.milliseconds } }
    let area = area(series, left, row: 2, 0...max(sums.max() ?? 0, 1e-3) * 1.05)
    let panel = ScalingPanel(
      title: "Phases of a step, in ms", series: series, area: area, unit: "")
    let gaps = zip(series.points.dropFirst(), series.points).map { area.x($0.ranks) - area.x($1.ranks) }
    let half = min(22, (gaps.min() ?? 44) * 0.4)
    let bars = series.points.flatMap { point -> [Markup] in
      var below = 0.0
      return point.phases.map { phase in
        defer { below += phase.milliseconds }
        let x = area.x(point.ranks)
        return panel.rectangle(
          Self.className(phase.name), x - half, area.y(below + phase.milliseconds), x + half, area.y(below))
      }
    }
    return panel.markup(bars)
  }

  /// Phases of any point, in their order.
  private var phases: [String] {
    StepPhases.ordered(Set(report.series.flatMap(\.points).flatMap { $0.phases.map(\.name) }))
  }

  private var legend: [Markup] {
    let top = Self.top + 3 * Self.rowHeight
    return phases.enumerated().flatMap { index, name -> [Markup] in
      // As many a line as one column holds.
      let left = 58 + Double(index % 5) * 80
      let line = top + Double(index / 5) * 18 - 14
      return [
        .void(
          "rect",
          [
            "class": Self.className(name), "x": pixels(left), "y": pixels(line), "width": "11",
            "height": "11",
          ]),
        .element("text", ["class": "tick", "x": pixels(left + 16), "y": pixels(line + 10)], name),
      ]
    }
  }

  private static func className(_ phase: String) -> String {
    "phase \(StepPhases.names.contains(phase) ? phase : "unknown")"
  }

  // Exchanges in warm colours, so that a glance tells them from work.
  private static let style = Markup.style(
    """
    text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: #333 }
    .title { font-size: 18px; font-weight: 600; fill: #111 }
    .heading { font-weight: 600; fill: #111 }
    .note, .axis { fill: #777 }
    .value { font-size: 11px }
    .paper { fill: #fff }
    .zone { fill: #efe9dc }
    .frame { fill: none; stroke: #888 }
    .grid { stroke: #ddd }
    .ideal { fill: none; stroke: #888; stroke-dasharray: 5 4 }
    .curve { fill: none; stroke: #1f5fa8; stroke-width: 2 }
    .spread { stroke: #1f5fa8; stroke-width: 1 }
    .point { fill: #1f5fa8; stroke: #1f5fa8; stroke-width: 2 }
    .hollow { fill: #fff; stroke: #1f5fa8; stroke-width: 2 }
    .phase { stroke: #fff; stroke-width: 0.5 }
    .read { fill: #9a8fc0 }
    .forward { fill: #9cc3e6 }
    .gather { fill: #f2a65a }
    .loss { fill: #8fc5a3 }
    .scatter { fill: #e2763b }
    .backward { fill: #4f86bd }
    .reduce { fill: #c43c39 }
    .update { fill: #52907c }
    .other { fill: #c9c9c9 }
    .unknown { fill: #8a8a8a }
    """)
}
