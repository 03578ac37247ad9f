import ArgumentParser
import Files
import Foundation
import Scaling

struct ScaleReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale-report",
    abstract: "A table of the measurements of Launch/scale; also writes scaling.csv and scaling.svg.")

  @Argument(help: ArgumentHelp("Directory with measurements.jsonl.", valueName: "directory"))
  var directory: String

  func run() throws {
    guard LaunchedRank.number == 0 else { return }
    let report = try ScalingReport(try Measurement.read("\(directory)/measurements.jsonl"))
    print(report.table)
    let files = [("scaling.csv", report.csv), ("scaling.svg", ScalingChart(report).svg)]
    for (name, text) in files {
      try AtomicFile.write(Data(text.utf8), to: "\(directory)/\(name)")
    }
    print("\nwritten: " + files.map { "\(directory)/\($0.0)" }.joined(separator: ", "))
  }
}
