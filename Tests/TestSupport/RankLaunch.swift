import Foundation

/// Runs a program that was built beside the tests on several ranks, by mpirun.
package struct RankLaunch: Sendable {
  package let ranks: Int
  package let arguments: [String]
  /// Ranks of each of several nodes that this machine plays; empty: one node.
  package let nodes: [Int]
  package var program = "rank-checks"
  /// After so long the job is killed.
  package var timeoutSeconds = 120.0

  package init(ranks: Int, _ arguments: String...) {
    self.init(ranks: ranks, arguments: arguments)
  }

  package init(ranks: Int, arguments: [String]) {
    self.ranks = ranks
    self.arguments = arguments
    nodes = []
  }

  package init(nodes: [Int], _ arguments: String...) {
    ranks = nodes.reduce(0, +)
    self.arguments = arguments
    self.nodes = nodes
  }

  package struct Outcome: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
    package let timedOut: Bool

    /// The program's own messages, one a rank that failed; mpirun adds lines of its own.
    package var messages: [Substring] {
      errors.split(separator: "\n").filter { $0.hasPrefix("tbn-dist: ") }
    }
  }

  package struct LaunchError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
      self.description = description
    }
  }

  /// One job at a time: suites run side by side, and eight ranks are many for a small machine.
  private static let oneAtATime = NSLock()

  package func run() throws -> Outcome {
    Self.oneAtATime.lock()
    defer { Self.oneAtATime.unlock() }
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ranks-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    // Files, not pipes: a job that writes much must not wait for this process to read.
    let files = try ["output", "errors"].map { try Self.makeFile(directory.appendingPathComponent($0)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      try ["mpirun", "-n", String(ranks)] + nodeOptions(in: directory) + [programPath()] + arguments
    process.environment = Self.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files[0].handle
    process.standardError = files[1].handle
    try process.run()
    let timedOut = wait(for: process)
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: files[0].url, encoding: .utf8),
      errors: try String(contentsOf: files[1].url, encoding: .utf8), timedOut: timedOut)
  }

  /// mpirun starts a daemon for each node; an agent in the place of ssh starts it here. Daemons on one machine would
  /// mix up their files, so each has a directory of its own, and messages between nodes go over the loopback device.
  private func nodeOptions(in directory: URL) throws -> [String] {
    guard !nodes.isEmpty else { return [] }
    let agent = directory.appendingPathComponent("agent")
    let script = """
      #!/bin/sh
      TMPDIR="\(directory.path)/$1"
      export TMPDIR
      mkdir -p "$TMPDIR"
      shift
      exec /bin/sh -c "$*"

      """
    try Data(script.utf8).write(to: agent)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: agent.path)
    let hosts = nodes.enumerated().map { "node\($0.offset):\($0.element)" }.joined(separator: ",")
    let settings = [
      ("plm", "rsh"), ("plm_rsh_agent", agent.path), ("btl", "tcp,self"), ("btl_tcp_if_include", "lo"),
    ]
    return ["--host", hosts] + settings.flatMap { ["--mca", $0.0, $0.1] }
  }

  /// Returns whether the job had to be killed.
  private func wait(for process: Process) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
    while process.isRunning, Date() < deadline { usleep(20_000) }
    guard process.isRunning else { return false }
    process.terminate()
    let grace = Date(timeIntervalSinceNow: 5)
    while process.isRunning, Date() < grace { usleep(20_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return true
  }

  /// Beside the test bundle.
  private func programPath() throws -> String {
    let path = try "\(Self.programDirectory())/\(program)"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw LaunchError("no program at \(path); build it: swift build --build-tests")
    }
    return path
  }

  /// The directory that the variable TBN_DIST_PROGRAMS names, else that of the test bundle.
  package static func programDirectory() throws -> String {
    if let given = ProcessInfo.processInfo.environment["TBN_DIST_PROGRAMS"], !given.isEmpty {
      return URL(fileURLWithPath: given).resolvingSymlinksInPath().path
    }
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
  }

  private static func makeFile(_ url: URL) throws -> (url: URL, handle: FileHandle) {
    try Data().write(to: url)
    return (url, try FileHandle(forWritingTo: url))
  }

  /// This process's own, without what a surrounding job would tell mpirun.
  private static var environment: [String: String] {
    let foreign = ["OMPI_", "PMIX_", "PMI_"]
    var result = ProcessInfo.processInfo.environment.filter { name, _ in
      !foreign.contains { name.hasPrefix($0) }
    }
    result["OMPI_MCA_rmaps_base_oversubscribe"] = "1"
    result["OMPI_MCA_hwloc_base_binding_policy"] = "none"
    result["OMPI_MCA_mpi_yield_when_idle"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1"
    return result
  }
}
