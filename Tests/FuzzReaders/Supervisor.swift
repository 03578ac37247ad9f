import Failures
import Foundation

/// The parent process: starts sessions, and takes note of what ends or stops them.
struct Supervisor {
  let command: FuzzReaders

  static let mostFindings = 20
  /// Of the processor, not of the clock: on a busy machine a sound child may wait for minutes.
  private static let secondsWithoutProgress = 10.0

  /// Tries all inputs and prints the tally.
  /// - Returns: whether there were findings.
  func run() throws -> Bool {
    let workplace = try Workplace()
    let start = ContinuousClock.now
    var left = command.minutes
    while let end = try session(in: workplace.path, minutes: left) {
      try takeNote(of: end, workplace.path)
      left = command.minutes - Double((ContinuousClock.now - start).components.seconds) / 60
      if Tally(readFrom: workplace.path).findings >= Self.mostFindings { break }
      if command.count == 0, left <= 0 { break }
    }
    let tally = Tally(readFrom: workplace.path)
    print(
      [command.reader.rawValue, tally.number, tally.refused, tally.accepted, tally.findings].map { "\($0)" }
        .joined(separator: "\t"))
    return tally.findings > 0
  }

  /// One child process.
  /// - Returns: what ended it; nil when it came to its end.
  private func session(in directory: String, minutes: Double) throws -> String? {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    process.arguments = [
      command.reader.rawValue, "--seed", "\(command.seed)", "--count", "\(command.count)", "--minutes",
      "\(minutes)",
      "--findings", command.findings, "--child-directory", directory,
    ]
    let errors = "\(directory)/errors"
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    let stopped = wait(for: process, directory)
    let text = FileManager.default.contents(atPath: errors).map { String(decoding: $0, as: UTF8.self) } ?? ""
    StandardError.write(text)
    if stopped { return "no end within \(Int(Self.secondsWithoutProgress)) seconds of the processor" }
    guard process.terminationReason == .uncaughtSignal else {
      if process.terminationStatus == 0 { return nil }
      throw Failure(.software, "the session ended with status \(process.terminationStatus): \(text)")
    }
    return "signal \(process.terminationStatus)"
  }

  /// - Returns: whether the process had to be killed because it made no progress.
  private func wait(for process: Process, _ directory: String) -> Bool {
    var (last, since) = (-1, 0.0)
    while process.isRunning {
      usleep(20_000)
      let number = Tally(readFrom: directory).number
      let seconds = Self.processorSeconds(of: process.processIdentifier)
      if number != last { (last, since) = (number, seconds) }
      guard seconds - since > Self.secondsWithoutProgress else { continue }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return true
    }
    return false
  }

  /// Of a child that runs; 0 for one that has ended.
  private static func processorSeconds(of process: Int32) -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func takeNote(of end: String, _ directory: String) throws {
    var tally = Tally(readFrom: directory)
    let path = "\(directory)/\(Session.linkName)"
    try Finding(what: end, number: tally.number, command: command).keep(
      Array(FileManager.default.contents(atPath: path) ?? Data()))
    tally.findings += 1
    tally.number += 1
    try tally.write(to: Tally.open(in: directory))
  }
}
