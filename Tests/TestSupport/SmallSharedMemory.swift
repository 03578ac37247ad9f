import Foundation

/// A place for shared memory of a size that a test chooses, which no other process sees.
package struct SmallSharedMemory {
  /// Mounting needs root and a name space of one's own.
  package static let isPossible =
    (try? Launch(
      arguments: ["-m", "sh", "-c", "mount -t tmpfs tmpfs \(path)"], executable: "/usr/bin/unshare"
    ).run())?.status == 0

  package static let path = "/mnt"
  package var path: String { Self.path }
  private let options: String

  /// - Parameter options: of the file system: "size=8m", "ro".
  package init(_ options: String) { self.options = options }

  /// Lines of the shell in which "$@" are arguments, run where Open MPI is told to use the place.
  package func shell(_ lines: String, _ arguments: [String]) -> Launch {
    let script = "mount -t tmpfs -o \(options) tmpfs \(path) || exit 99\n\(lines)"
    var launch = Launch(
      arguments: ["-m", "bash", "-c", script, "small"] + arguments, executable: "/usr/bin/unshare")
    launch.environment["OMPI_MCA_osc_sm_backing_directory"] = path
    return launch
  }

  /// A program under mpirun there.
  package func ranks(_ count: Int, program: String = "tbn-dist", _ arguments: [String]) throws -> Launch {
    shell(
      "exec mpirun -n \(count) \"$@\"", [try Launch.path(ofProgram: program)] + arguments)
  }
}
