import CMPI
import Failures
import Foundation

/// All ranks of the job.
package struct World {
  package let communicator: Communicator
  /// The ranks on this host.
  package let node: Communicator
  package let hostName: String

  package var rank: Int { communicator.rank }
  package var size: Int { communicator.size }
  package var isRoot: Bool { communicator.isRoot }

  init() throws {
    communicator = try Communicator(handle: cmpi_world())
    node = try communicator.node()
    var name = [CChar](repeating: 0, count: Int(cmpi_max_processor_name()) + 1)
    try check(cmpi_processor_name(&name), "MPI_Get_processor_name")
    hostName = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// "Open MPI v4.1.4".
  package static var libraryVersion: String {
    let text = String(cString: cmpi_library_version())
    return String(text.prefix { $0 != "," })
  }
}

/// Runs a command's body with MPI started, and ends the process.
///
/// MPI is finalised only when the body returns: after an error the other ranks may be anywhere, so this rank
/// prints its one message and aborts the job. (Finalising there, from a `deinit` or an exit handler, would wait
/// for ever.)
package func withWorld(_ body: (World) throws -> ExitStatus) -> Never {
  do {
    SharedMemory.chooseDirectory()
    try check(cmpi_init(), "MPI_Init_thread")
    let status = try body(World())
    try check(cmpi_finalize(), "MPI_Finalize")
    exit(status.rawValue)
  } catch {
    endJob(with: error)
  }
}

/// Prints one message and ends all ranks with its status.
package func endJob(with error: any Error) -> Never {
  let failure = error as? Failure
  StandardError.write("tbn-dist: \(failure?.description ?? String(describing: error))\n")
  let status = failure?.status ?? .software
  // Alone there is nobody to end, and the library's own notice would only hide the message.
  if ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"] ?? "1" == "1" { _exit(status.rawValue) }
  _ = cmpi_abort(status.rawValue)
  exit(status.rawValue)
}
