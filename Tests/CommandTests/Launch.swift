import Foundation

/// One run of a program: alone, or on several ranks by mpirun.
struct Launch: Sendable {
  var arguments: [String]
  /// 0: alone, without mpirun.
  var ranks = 0
  /// Nil: the program under test.
  var executable: String?
  /// After so long it is killed: a program that hangs has failed.
  var timeoutSeconds = 60.0

  struct Outcome: Sendable, CustomStringConvertible {
    let status: Int32
    let output: String
    let errors: String
    let timedOut: Bool

    /// The program's own messages; mpirun adds lines of its own.
    var messages: [String] {
      errors.split(separator: "\n").filter { $0.hasPrefix("tbn-dist:") }.map(String.init)
    }

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    var description: String {
      "status \(status)\(timedOut ? ", killed for lasting too long" : "")\nout: \(output)\nerr: \(errors)"
    }
  }

  func run() throws -> Outcome {
    let place = try Workplace.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: place) }
    // Files, not pipes: a job that writes much must not wait for this process to read.
    let files = ["output", "errors"].map { "\(place)/\($0)" }
    for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      (ranks > 0 ? ["mpirun", "-n", String(ranks)] : []) + [try executable ?? Program.path()] + arguments
    process.environment = Self.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[0]))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
    try process.run()
    let timedOut = wait(for: process)
    let texts = try files.map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
    }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1], timedOut: timedOut)
  }

  /// Returns whether the process had to be killed.
  private func wait(for process: Process) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
    while process.isRunning, Date() < deadline { usleep(10_000) }
    guard process.isRunning else { return false }
    // To mpirun: it then ends its ranks.
    process.terminate()
    let grace = Date(timeIntervalSinceNow: 5)
    while process.isRunning, Date() < grace { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return true
  }

  /// This process's own, without what a surrounding job would tell mpirun.
  private static var environment: [String: String] {
    let foreign = ["OMPI_", "PMIX_", "PMI_", "SLURM_"]
    var result = ProcessInfo.processInfo.environment.filter { name, _ in
      !foreign.contains { name.hasPrefix($0) }
    }
    result["OMPI_MCA_rmaps_base_oversubscribe"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1"
    return result
  }
}
