import Foundation
import TestSupport

/// A place where `Launch/run` finds an `mpirun` that does, start after start, what a test wants.
///
/// A command `newest NAME` moves the run's newest checkpoint on, `begin` leaves what ranks that start leave.
struct FakeJob {
  private let directory: TemporaryDirectory
  private var launch: Launch

  /// As nohup has it.
  var ignoresHangUp: Bool {
    get { launch.arguments[0] != "--default-signal" }
    set { launch.arguments[0] = newValue ? "--ignore-signal=HUP" : "--default-signal" }
  }

  /// - Parameters:
  ///   - environment: beside what this process has.
  ///   - starts: for each start the shell commands in the place of the job; further starts do what the last does.
  ///   - options: of `Launch/run`, before the settings.
  ///   - binding: Open MPI's binding policy in the environment; empty: none.
  init(
    _ starts: [String], options: [String] = ["-n", "2"], settings: [String] = [], binding: String = "",
    environment: [String: String] = [:]
  ) throws {
    directory = try TemporaryDirectory()
    let script = """
      #!/bin/sh
      cd "\(directory.path)"
      echo "$OMP_NUM_THREADS $*" >>starts
      begin() { mkdir -p run; date +%N >run/configuration.yaml; }
      newest() { mkdir -p run/checkpoints; echo "$1" >run/checkpoints/latest; }
      line=$(wc -l <starts)
      [ "$line" -le \(starts.count) ] || line=\(starts.count)
      eval "$(sed -n "${line}p" commands)"

      """
    let mpirun = try directory.write(script, to: "mpirun")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: mpirun)
    try directory.write(starts.joined(separator: "\n") + "\n", to: "commands")
    // This process's threads block signals, and what they start would never hear of any.
    var launch = Launch(
      arguments: ["--default-signal", Self.scripts + "/run"] + options
        + ["--pause", "0", "--program", "/bin/true", "--", "--run", directory.file("run")] + settings,
      executable: "/usr/bin/env")
    launch.environment["PATH"] = directory.path + ":/usr/local/bin:/usr/bin:/bin"
    launch.environment["OMPI_MCA_hwloc_base_binding_policy"] = binding
    launch.environment.merge(environment) { $1 }
    launch.timeoutSeconds = 60
    self.launch = launch
  }

  static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Launch").path

  func run() throws -> Launch.Outcome { try launch.run() }

  /// Threads and arguments of each start so far.
  func starts() throws -> [String] { try lines(of: "starts") }

  func lines(of file: String) throws -> [String] {
    String(decoding: try directory.bytes(of: file), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
