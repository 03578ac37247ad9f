import Failures
import Scaling
import TestSupport
import Testing

@Suite("The report of a scaling experiment")
struct ScalingReportTests {
  @Test(
    "A point is the median of its runs; speed-up and efficiency are images a second over those of the base")
  func figures() throws {
    let series = try ScalingReport(ScalingCase.both).series
    try #require(series.map(\.mode) == [.strong, .weak])
    let strong = series[0]
    #expect(strong.points.map(\.ranks) == [1, 2, 8])
    #expect(strong.points.map(\.steps) == [[390, 400, 420], [240, 260], [200]])
    #expect(strong.points.map(\.step) == [400, 250, 200])
    #expect(strong.points.map(\.failedRuns) == [0, 1, 0])
    #expect(strong.points.map(strong.speedUp) == [1, 1.6, 2])
    #expect(strong.points.map(strong.efficiency) == [1, 0.8, 0.25])
    #expect(strong.points.map(\.communication) == [0, 20, 110])
    // 200 images in 100 ms against 100 in 90 ms.
    #expect(series[1].points.map(series[1].efficiency) == [1, 0.9])
  }

  @Test("Without one rank, the fewest ranks are worth their number")
  func base() throws {
    let runs = [
      ScalingCase.run(ranks: 4, images: 8, step: 32), ScalingCase.run(ranks: 2, images: 8, step: 40),
    ]
    let report = try ScalingReport(runs)
    let series = try #require(report.series.first)
    #expect(series.points.map(series.speedUp) == [2, 2.5])
    #expect(report.table.contains("relative to 2 ranks"), "\(report.table)")
  }

  @Test("More threads than cores are marked, as many are not", arguments: [(1, 5), (2, 3), (1, 4), (2, 2)])
  func oversubscription(threads: Int, ranks: Int) throws {
    let run = ScalingCase.run(ranks: ranks, images: 8, step: 1, cores: 4, threads: threads)
    let report = try ScalingReport([run])
    let point = try #require(report.series.first?.points.first)
    #expect(point.isOversubscribed == (threads * ranks > 4))
    #expect(report.table.contains("\(ranks)*") == point.isOversubscribed, "\(report.table)")
  }

  @Test("The table tells runs that failed, and numbers of ranks without any figure")
  func failures() throws {
    let table = try ScalingReport(
      ScalingCase.both + [ScalingCase.failure(ranks: 16, images: 400)]
    ).table
    #expect(table.contains("2 ranks: 1 further runs failed"), "\(table)")
    #expect(table.contains("16 ranks: every run failed"), "\(table)")
    #expect(!table.contains("\n   16"), "\(table)")
    #expect(table.contains("\n    2      1      4     400     2    250.0    240.0    260.0"), "\(table)")
  }

  @Test("The CSV has a line a point and a column a phase; what was not measured is empty")
  func csv() throws {
    let lines = try ScalingReport(ScalingCase.both).csv.split(separator: "\n").map(String.init)
    try #require(lines.count == 6)
    #expect(
      lines[0]
        == "mode,ranks,hosts,cores,threads,oversubscribed,images,runs,failed_runs,step_ms_median,step_ms_fastest,"
        + "step_ms_slowest,images_per_second,speed_up,efficiency,forward_ms,gather_ms,reduce_ms,update_ms")
    #expect(
      lines[2]
        == "strong,2,1,4,1,false,400,2,1,250.000,240.000,260.000,1600.000,1.6000,0.8000,150.000,,20.000,80.000"
    )
    #expect(lines[3].hasPrefix("strong,8,1,4,1,true,400,1,0,") && lines[5].hasSuffix("0.9000,,,,"))
  }

  @Test(
    "Runs of different experiments in one directory are refused",
    arguments: [
      (ScalingMode.strong, ScalingCase.run(ranks: 2, images: 12, step: 1), "8 images on 1 ranks and 12 on 2"),
      (.weak, ScalingCase.run(.weak, ranks: 2, images: 12, step: 1), "8 images on 1 ranks and 12 on 2"),
      (.strong, ScalingCase.run(ranks: 2, images: 8, step: 1, options: "--words 3"), "'--words 3'"),
      (
        .strong, ScalingCase.run(ranks: 1, images: 8, step: 1, cores: 8),
        "1 hosts with 4 cores and on 1 hosts with 8"
      ),
    ])
  func mixture(mode: ScalingMode, other: Measurement, phrase: String) {
    expectFailure(.badData, "different experiments", phrase, "--output") {
      _ = try ScalingReport([ScalingCase.run(mode, ranks: 1, images: 8, step: 1), other])
    }
  }

  @Test("Without a run that succeeded there is no report")
  func nothing() {
    expectFailure(.badData, "no run succeeded (1 failed)") {
      _ = try ScalingReport([ScalingCase.failure(ranks: 1, images: 8)])
    }
  }
}
