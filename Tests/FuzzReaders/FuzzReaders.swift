import ArgumentParser
import Failures
import Files
import Foundation

/// Feeds damaged files to a reader until it crashes, hangs, takes memory, or takes what it must not take.
@main
struct FuzzReaders: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz-readers",
    abstract: "Feeds damaged files to a reader: each must be refused with a message, or be sound.",
    discussion: """
      The same reader, seed and number of an input give the same bytes. A child process reads; what ends or stops it
      is a finding, whose input is kept. Exit status: 0 without findings, 70 with.
      """)

  @Argument(help: "One of \(ReaderKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var reader: ReaderKind

  @Option(help: "Which inputs.")
  var seed: UInt64 = 1

  @Option(help: "How many inputs; 0: as many as fit into the minutes.")
  var count = 0

  @Option(help: "For how long, where no count is given.")
  var minutes = 1.0

  @Option(help: "Where inputs of findings are kept.")
  var findings = "fuzz-findings"

  @Option(help: "Reads this one file instead, in this process, and says what became of it.")
  var input: String?

  @Flag(help: "Makes lengths and checksums of --input right first, as for two inputs of three.")
  var mend = false

  @Option(help: .hidden)
  var childDirectory: String?

  func run() throws {
    ProcessStreams.prepare()
    if let input { return try readOne(input) }
    guard let childDirectory else {
      let hasFindings = try Supervisor(command: self).run()
      if hasFindings { throw ExitCode(ExitStatus.software.rawValue) }
      return
    }
    try Session(command: self, directory: childDirectory).run()
  }

  private func readOne(_ path: String) throws {
    let workplace = try Workplace()
    let target = try reader.make(in: workplace.path)
    let contents = try Array(InputFile(path).contents(atMost: .max))
    let outcome = try Attempt(target, mend ? target.mended(contents) : contents)
    print(outcome.description)
    if outcome.isFinding { throw ExitCode(ExitStatus.software.rawValue) }
  }
}
