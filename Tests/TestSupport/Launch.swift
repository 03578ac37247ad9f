import Foundation

/// One run of a program that was built beside the tests: alone, or on several ranks by mpirun.
package struct Launch: Sendable {
  package var arguments: [String]
  /// 0: alone, without mpirun.
  package var ranks: Int
  /// Nil: the program of that name beside the test bundle.
  package var executable: String?
  /// After so long it is killed: a program that hangs has failed.
  package var timeoutSeconds = 120.0
  /// Beside what this process has.
  package var environment: [String: String] = [:]
  private var program = "tbn-dist"
  /// Ranks of each of several nodes that this machine plays; empty: one node.
  private var nodes: [Int] = []

  /// Of `tbn-dist`, or of another executable.
  package init(arguments: [String], ranks: Int = 0, executable: String? = nil) {
    self.arguments = arguments
    self.ranks = ranks
    self.executable = executable
  }

  /// Of `rank-checks`.
  package static func checks(ranks: Int, _ arguments: String...) -> Launch {
    var launch = Launch(arguments: arguments, ranks: ranks)
    launch.program = "rank-checks"
    return launch
  }

  /// Of `rank-checks` on several nodes.
  package static func checks(nodes: [Int], _ arguments: String...) -> Launch {
    var launch = Launch(arguments: arguments, ranks: nodes.reduce(0, +))
    launch.program = "rank-checks"
    launch.nodes = nodes
    return launch
  }

  /// One job at a time: suites run side by side, and eight ranks are many for a small machine.
  private static let oneAtATime = NSLock()

  /// - Parameter meanwhile: is called with the job's first process, which is mpirun where there are ranks, once it runs.
  package func run(meanwhile: (Int32) throws -> Void = { _ in }) throws -> Outcome {
    guard ranks > 0 else { return try runNow(meanwhile) }
    return try Self.oneAtATime.withLock { try runNow(meanwhile) }
  }

  private func runNow(_ meanwhile: (Int32) throws -> Void) throws -> Outcome {
    let directory = try TemporaryDirectory()
    // Files, not pipes: a job that writes much must not wait for this process to read.
    let files = try ["output", "errors"].map { try directory.write("", to: $0) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let job = ranks > 0 ? try ["mpirun", "-n", String(ranks)] + nodeOptions(in: directory) : []
    // The testing library leaves signals blocked in what it starts.
    process.arguments =
      ["--default-signal"] + job + [try executable ?? Self.path(ofProgram: program)] + arguments
    process.environment = Self.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[0]))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
    try process.run()
    do { try meanwhile(process.processIdentifier) } catch {
      process.terminate()
      throw error
    }
    let timedOut = wait(for: process)
    let texts = try ["output", "errors"].map { String(decoding: try directory.bytes(of: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1], timedOut: timedOut)
  }

  /// mpirun starts a daemon for each node; an agent in the place of ssh starts it here. Daemons on one machine would
  /// mix up their files, so each has a directory of its own, and messages between nodes go over the loopback device.
  private func nodeOptions(in directory: TemporaryDirectory) throws -> [String] {
    guard !nodes.isEmpty else { return [] }
    let script = """
      #!/bin/sh
      TMPDIR="\(directory.path)/$1"
      export TMPDIR
      mkdir -p "$TMPDIR"
      shift
      exec /bin/sh -c "$*"

      """
    let agent = try directory.write(script, to: "agent")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: agent)
    let hosts = nodes.enumerated().map { "node\($0.offset):\($0.element)" }.joined(separator: ",")
    let settings = [
      ("plm", "rsh"), ("plm_rsh_agent", agent), ("btl", "tcp,self"), ("btl_tcp_if_include", "lo"),
    ]
    return ["--host", hosts] + settings.flatMap { ["--mca", $0.0, $0.1] }
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
    result["OMPI_MCA_hwloc_base_binding_policy"] = "none"
    result["OMPI_MCA_mpi_yield_when_idle"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT"] = "1"
    result["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1"
    return result
  }
}
