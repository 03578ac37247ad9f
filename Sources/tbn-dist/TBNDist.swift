import ArgumentParser
import Failures
import Files
import Foundation
import Training
import Version

/// The program: picks the command and turns what goes wrong before MPI starts into one message.
@main
struct TBNDist: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tbn-dist",
    abstract: "Trains two-branch networks for image-text matching on any number of MPI ranks.",
    discussion: """
      Without a subcommand: trains on the embedded emoji data.
      Exit status: 0 done, 2 bad data, 64 usage, 65 to 78 as in sysexits.h, 75 try again with the same command.
      """,
    version: Version.text,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, LocalizeCommand.self, SearchCommand.self, InspectCommand.self,
      BenchCommand.self, BenchInputCommand.self, BenchEvaluationCommand.self, ScaleReportCommand.self,
      PlanCommand.self,
    ],
    defaultSubcommand: TrainCommand.self)

  static func main() {
    ProcessStreams.prepare()
    do {
      var command = try parseAsRoot(commandLine())
      try command.run()
    } catch let failure as Failure {
      end(with: failure)
    } catch {
      let status = exitCode(for: error).rawValue
      if status == ExitStatus.usage.rawValue { end(with: usageFailure(error)) }
      LaunchedRank.endSilentlyUnlessToTell(status)
      exit(withError: error)
    }
  }

  /// What was typed, with the settings of configuration files put in.
  private static func commandLine() throws -> [String] {
    let arguments = try KnownCommands.resolved(Array(CommandLine.arguments.dropFirst()))
    // Settings before a question would turn the overview's into that of `train`.
    let asks = !Set(arguments).isDisjoint(with: ["--help", "-h", "--version"])
    return command(of: arguments) == "train" && !asks ? try SettingLayers(arguments).commandLine : arguments
  }

  private static func end(with failure: Failure) -> Never {
    LaunchedRank.endSilentlyUnlessToTell(failure.status.rawValue)
    StandardError.write("tbn-dist: \(failure)\n\(LaunchedRank.note)")
    Foundation.exit(failure.status.rawValue)
  }

  /// What the parser found wrong, in one line like every other message.
  private static func usageFailure(_ error: any Error) -> Failure {
    let command = command(of: Array(CommandLine.arguments.dropFirst()))
    let text = message(for: error).split(separator: "\n").joined(separator: " ")
    return Failure(
      .usage, text.hasSuffix(".") ? String(text.dropLast()) : text, remedy: "see 'tbn-dist \(command) --help'"
    )
  }

  /// The name of the command that a command line is for.
  static func command(of arguments: [String]) -> String {
    arguments.first.flatMap { KnownCommands.names.contains($0) ? $0 : nil } ?? "train"
  }
}
