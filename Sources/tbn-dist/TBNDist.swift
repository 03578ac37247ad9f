import ArgumentParser
import Failures
import Foundation
import Training

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
    version: EnvironmentReport.programVersion,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, SearchCommand.self, InspectCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: TrainCommand.self)

  static func main() {
    do {
      var command = try parseAsRoot(ConfigurationFile.expand(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let failure as Failure {
      LaunchedRank.endSilentlyUnlessFirst(failure.status.rawValue)
      FileHandle.standardError.write(Data("tbn-dist: \(failure)\n".utf8))
      Foundation.exit(failure.status.rawValue)
    } catch {
      LaunchedRank.endSilentlyUnlessFirst(exitCode(for: error).rawValue)
      exit(withError: error)
    }
  }
}
