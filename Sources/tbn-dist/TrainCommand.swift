import ArgumentParser
import Failures
import Foundation
import Interruption
import MPI
import Training
import Watch

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network; on a run directory that exists, resume.",
    discussion: "Run it under mpirun; the outcome does not depend on the number of ranks.")

  @Option(help: "YAML file of these settings, by the same names; flags win.")
  var config = ""
  @Flag(help: "Print the effective configuration, sizes and steps, and stop.")
  var dryRun = false
  @Flag(
    help:
      "Compare what the ranks are about to do before each collective; slower, finds faults of the program.")
  var checkCollectives = false
  @OptionGroup
  var settings: TrainingConfiguration

  func validate() throws {
    _ = try settings.reproducibility()
  }

  func run() throws {
    var configuration = settings
    // Recorded so that evaluate and search find the data from any directory.
    if !configuration.data.isEmpty {
      configuration.data = URL(fileURLWithPath: configuration.data).standardizedFileURL.path
    }
    if dryRun { return try printPlan() }
    let (asked, reproducibility) = (configuration, try configuration.reproducibility())
    let watch = WatchSettings(
      stallTimeoutSeconds: configuration.stallTimeout, runDirectory: configuration.run)
    withWorld(
      watch, checksCollectives: checkCollectives, beforeFinalizing: Interruption.release
    ) { world in
      Interruption.listen()
      try RankComparison(asked).requireSame(
        on: world, remedy: "start every rank with the same program and the same command")
      var configuration = asked
      configuration.precision = try configuration.precision.resolved(on: world)
      try reproducibility?.require(configuration.precision, on: world)
      let threads = try ThreadChoice.take(
        configuration.askedThreads, by: configuration.reproducible ? "--reproducible" : "--threads",
        world: world)
      let environment = try EnvironmentReport.gather(world: world, threads: threads)
      let run = try Activity.during(Activity.Place("opening the run", mayLast: true)) {
        try OpenRun(configuration, world: world)
      }
      let data = try Activity.during(Activity.Place("loading data", mayLast: true)) {
        try TrainingData.load(configuration, begun: run.begun, world: world)
      }
      let trainer = try Activity.during(Activity.Place("preparing", mayLast: true)) {
        try Trainer.assemble(configuration, data: data, run: run, world: world)
      }
      try trainer.announce(environment)
      guard try trainer.train() == .done else { return .tryAgain }
      try trainer.sumUp()
      return .done
    }
  }

  private func printPlan() throws {
    guard LaunchedRank.number == 0 else { return }
    let plan = try TrainingPlan(settings)
    print(try settingsTable())
    print(plan.description)
    for warning in plan.warnings { StandardError.write("warning: \(warning)\n") }
  }

  /// Names, values, and where each value came from.
  private func settingsTable() throws -> String {
    let layers = try SettingLayers(Array(CommandLine.arguments.dropFirst()))
    let rows = settings.settings.map { ($0.name, $0.value, layers.origin(of: $0.name)) }
    let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
    return rows.map { name, value, origin in
      name.padding(toLength: widths.0 + 2, withPad: " ", startingAt: 0)
        + value.padding(toLength: widths.1 + 2, withPad: " ", startingAt: 0) + origin
    }.joined(separator: "\n")
  }
}
