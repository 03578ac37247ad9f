import DataParallel
import Failures
import TestSupport
import Testing

@testable import Scaling

@Suite("Plans for many ranks")
struct ScalingPlanTests {
  private func plan(_ mode: ScalingMode, ranks: [Int]) -> ScalingPlan {
    ScalingPlan(mode: mode, shape: PlanCase.paper, rates: PlanCase.cluster, ranks: ranks, ranksPerNode: 8)
  }

  @Test("One rank is worth one, and its speed is that of the model", arguments: ScalingMode.allCases)
  func one(mode: ScalingMode) throws {
    let point = try #require(plan(mode, ranks: [1]).points.first)
    #expect(point.speedUp(.fp32) == 1 && point.efficiency(.fp32) == 1)
    let step = StepModel(shape: PlanCase.paper, rates: PlanCase.cluster)
      .cost(on: RankPlacement(ranks: 1, nodes: 1), wire: .fp32).step
    #expect(point.imagesPerSecond(.fp32) == 500 / step)
  }

  @Test(
    "Strong scaling keeps the batch and compares steps; weak scaling keeps a rank's and compares images a second"
  )
  func modes() throws {
    let (strong, weak) = (plan(.strong, ranks: [1, 16]).points, plan(.weak, ranks: [1, 16]).points)
    #expect(strong.map(\.images) == [500, 500] && weak.map(\.images) == [500, 8000])
    for wire in WireFormat.allCases {
      let (one, many) = (strong[0].cost(.fp32).step, strong[1].cost(wire).step)
      #expect(abs(strong[1].speedUp(wire) - one / many) < 1e-12)
      #expect(abs(weak[1].efficiency(wire) - one / weak[1].cost(wire).step) < 1e-12)
    }
  }

  @Test(
    "Ranks are spread over as many nodes as they need", arguments: [(1, 1), (8, 1), (9, 2), (64, 8), (65, 9)])
  func nodes(ranks: Int, nodes: Int) {
    #expect(RankPlacement(ranks: ranks, ranksPerNode: 8).nodes == nodes)
  }

  @Test("Ranks that outnumber the images of a batch are told; in weak scaling there are none")
  func idle() {
    let strong = plan(.strong, ranks: [500, 512])
    #expect(strong.points.map(\.idleRanks) == [0, 12])
    #expect(strong.table(.fp32).contains("512 ranks: more than the 500 images"))
    #expect(!strong.table(.fp32).contains("500 ranks:"))
    #expect(!plan(.weak, ranks: [512]).table(.fp32).contains("more than"))
  }

  @Test("The table has the wire format asked for, and the other at the end of each line")
  func table() throws {
    let plan = plan(.strong, ranks: [64])
    let point = plan.points[0]
    for (wire, other) in [(WireFormat.fp32, WireFormat.bf16), (.bf16, .fp32)] {
      let lines = plan.table(wire).split(separator: "\n")
      try #require(lines.count == 3)
      #expect(lines[0].contains("gradients in \(wire.rawValue)"))
      let cells = lines[2].split(separator: " ").map(String.init)
      let times = [point.cost(wire).step, point.cost(other).step].map { "\(($0 * 1e4).rounded() / 10)" }
      #expect(Array(cells[0...3]) == ["64", "8", "500", times[0]] && cells[13] == times[1], "\(cells)")
    }
  }

  @Test("A comparison has the measured runs beside the model's, with the nodes and the wire format they had")
  func comparison() throws {
    let runs = [
      ScalingCase.run(ranks: 1, images: 8, step: 1000),
      ScalingCase.run(
        ranks: 2, images: 8, step: 2000, hosts: 2, wire: .bf16, phases: ["forward": 1000, "reduce": 750]),
    ]
    let comparison = try PlanComparison(try ScalingReport(runs), rates: PlanCase.cluster)
    try #require(comparison.lines.count == 2)
    let model = StepModel(shape: PlanCase.paper.with(images: 8), rates: PlanCase.cluster)
    let two = comparison.lines[1]
    #expect(two.predicted == model.cost(on: RankPlacement(ranks: 2, nodes: 2), wire: .bf16))
    #expect(two.measured == 2 && two.measuredExchange == 0.75 && two.ratio == two.predicted.step / 2)
    #expect(comparison.lines[0].measuredExchange == nil)
    let off = Int(((two.ratio - 1) * 100).rounded())
    #expect(comparison.table.contains(" \(off) %"), "\(comparison.table)")
  }

  @Test("Measured steps of which there is no model are refused")
  func noModel() {
    expectFailure(.badData, "not those of the embedding network", "--compare") {
      _ = try PlanComparison(
        try ScalingReport([ScalingCase.run(ranks: 1, images: 8, step: 1, isPlainStep: false)]),
        rates: PlanCase.cluster)
    }
  }
}
