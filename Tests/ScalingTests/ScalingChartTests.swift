import Scaling
import TestSupport
import Testing

@Suite("The picture of a scaling experiment")
struct ScalingChartTests {
  private func drawing(_ runs: [Measurement] = ScalingCase.both) throws -> PageElement {
    try PageElement.parse(ScalingChart(ScalingReport(runs)).svg)
  }

  private func places(_ drawing: PageElement, _ kind: String) -> [(x: Double, y: Double)] {
    drawing.elements("circle").filter { $0.attributes["class"] == kind }.compactMap { circle in
      guard let x = circle.attributes["cx"].flatMap(Double.init),
        let y = circle.attributes["cy"].flatMap(Double.init)
      else { return nil }
      return (x, y)
    }
  }

  @Test("Each point stands in two plots, hollow and in a shaded zone where ranks outnumber cores")
  func marks() throws {
    let drawing = try drawing()
    // Strong: 1 and 2 of 4 cores, 8 ranks; weak: 1 and 2.
    #expect(places(drawing, "point").count == 8 && places(drawing, "hollow").count == 2)
    let zones = drawing.elements("rect").filter { $0.attributes["class"] == "zone" }
    #expect(zones.count == 3, "the three plots of strong scaling")
    for hollow in places(drawing, "hollow") {
      let holds = zones.contains { zone in
        let sides = ["x", "width"].compactMap { zone.attributes[$0].flatMap(Double.init) }
        return sides.count == 2 && hollow.x > sides[0] && hollow.x < sides[0] + sides[1]
      }
      #expect(holds, "\(hollow)")
    }
  }

  @Test(
    "On both axes of a speed-up each doubling is as long as the next, so that the ideal is a straight line")
  func doublings() throws {
    let steps = [(1, 80.0), (2, 40), (4, 40), (8, 10)]
    let runs = steps.map { ScalingCase.run(ranks: $0.0, images: 8, step: $0.1, cores: 8) }
    let speedUps = Array(places(try drawing(runs), "point").prefix(4))
    try #require(speedUps.count == 4)
    let gaps = zip(speedUps.dropFirst(), speedUps).map { $0.x - $1.x }
    #expect(gaps.allSatisfy { abs($0 - gaps[0]) < 0.2 && $0 > 0 }, "\(gaps)")
    let (one, two, four) = (speedUps[0].y, speedUps[1].y, speedUps[3].y)
    #expect(speedUps[2].y == two, "twice the ranks, the same speed")
    #expect(abs((one - two) * 3 - (one - four)) < 0.5, "1, 2 and 8 times as fast: \(speedUps)")
  }

  @Test("The bars of a point stand on each other and are as high as its phases")
  func bars() throws {
    let drawing = try drawing()
    let bars = drawing.elements("rect").filter { $0.attributes["class"]?.hasPrefix("phase ") == true }
    // Without the squares of the legend.
    let heights = bars.filter { $0.attributes["height"] != "11" }.compactMap {
      $0.attributes["height"].flatMap(Double.init)
    }
    // Strong only: 3 + 3 + 3 phases.
    try #require(heights.count == 9)
    #expect(abs(heights[0] / heights[2] - 250.0 / 150) < 0.02 && heights[1] == 0, "\(heights)")
    #expect(drawing.texts("text").filter { $0 == "gather" }.count == 1)
  }

  @Test("One point is a picture too, of a run without phases")
  func onePoint() throws {
    let drawing = try drawing([ScalingCase.run(ranks: 3, images: 8, step: 1)])
    #expect(places(drawing, "point").count == 2)
    #expect(!drawing.texts("text").contains { $0.contains("nan") || $0.contains("inf") })
    let text = drawing.descendants.flatMap(\.attributes.values).joined()
    #expect(!text.contains("nan") && !text.contains("inf"))
  }
}
