import Failures
import Foundation

/// The child process: tries one input after another, and may crash at any of them.
struct Session {
  let command: FuzzReaders
  let directory: String
  private let parent = getppid()

  init(command: FuzzReaders, directory: String) {
    self.command = command
    self.directory = directory
  }

  /// A link to the damaged file.
  static let linkName = "input"
  private static let addressSpaceByteCount: UInt = 8 << 30

  /// Goes on where the tally of the directory stands.
  func run() throws {
    var limit = rlimit(rlim_cur: Self.addressSpaceByteCount, rlim_max: Self.addressSpaceByteCount)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let reader = try command.reader.make(in: directory)
    try recordPlace(of: reader)
    var tally = Tally(readFrom: directory)
    let file = Tally.open(in: directory)
    let start = ContinuousClock.now
    while try isDue(tally, since: start) {
      try tally.write(to: file)
      try tryNext(reader, &tally)
      tally.number += 1
    }
    try tally.write(to: file)
  }

  /// For the parent, should this process crash.
  private func recordPlace(of reader: any FuzzedReader) throws {
    unlink("\(directory)/\(Self.linkName)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(directory)/\(Self.linkName)", withDestinationPath: reader.inputPath)
  }

  private func isDue(_ tally: Tally, since start: ContinuousClock.Instant) throws -> Bool {
    // A parent that was killed could not end this process.
    guard tally.findings < Supervisor.mostFindings, getppid() == parent else { return false }
    return command.count > 0
      ? tally.number < command.count : ContinuousClock.now - start < .seconds(60 * command.minutes)
  }

  private func tryNext(_ reader: any FuzzedReader, _ tally: inout Tally) throws {
    let input = Self.input(tally.number, of: reader, seed: command.seed)
    let attempt = try Attempt(reader, input)
    switch attempt.outcome {
    case .refused, .mended: tally.refused += 1
    case .accepted: tally.accepted += 1
    case .finding(let what):
      tally.findings += 1
      try Finding(what: what, number: tally.number, command: command).keep(input)
    }
  }

  private static func input(_ number: Int, of reader: any FuzzedReader, seed: UInt64) -> [UInt8] {
    // The first are the sound files themselves: a reader that refuses them would be tried with nothing.
    guard number >= reader.seeds.count else { return reader.seeds[number] }
    var mutator = Mutator(seeds: reader.seeds, tokens: reader.tokens, seed: seed, number: number)
    let input = mutator.input()
    return mutator.mends() ? reader.mended(input) : input
  }
}
