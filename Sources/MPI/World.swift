import CMPI
import Failures
import Foundation
import Threading
import Watch

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

  /// A collective over all ranks.
  fileprivate func startWatch(_ settings: WatchSettings) throws {
    let member = JobMember(rank: rank, size: size, host: hostName, settings: settings)
    try Watch.start(member, interfaces: MPISetting.interfaces()) { try communicator.allGather($0) }
  }

  /// "Open MPI v4.1.4".
  package static var libraryVersion: String {
    let text = String(cString: cmpi_library_version())
    return String(text.prefix { $0 != "," })
  }
}

/// Runs a command's body with MPI started and the job watched over, and ends the process.
///
/// MPI is finalised only when the body returns: after an error the other ranks may be anywhere, so this rank
/// prints its one message and aborts the job. (Finalising there, from a `deinit` or an exit handler, would wait
/// for ever.)
///
/// - Parameters:
///   - checksCollectives: compare the ranks' calls before each collective. The same on all ranks.
///   - beforeFinalizing: called once `body` has returned and the other ranks know that this one is done.
package func withWorld(
  _ settings: WatchSettings = WatchSettings(), checksCollectives: Bool = false,
  beforeFinalizing: () -> Void = {}, _ body: (World) throws -> ExitStatus
) -> Never {
  do {
    Watch.prepare()
    Transports.closeOnOneHost()
    Transports.leaveFullMemory()
    try check(cmpi_init(), "MPI_Init_thread")
    CollectiveChecker.isOn.store(checksCollectives, ordering: .relaxed)
    let world = try World()
    // The watch, and what the command's first step may start.
    try world.together { try StartedThread.require(2) }
    try world.startWatch(settings)
    let status = try body(world)
    Watch.current?.leave()
    beforeFinalizing()
    try check(cmpi_finalize(), "MPI_Finalize")
    exit(status.rawValue)
  } catch {
    endJob(with: error)
  }
}

/// Prints one message, unless another rank has told already why the job ends, and ends all ranks with its status.
package func endJob(with error: any Error) -> Never {
  let failure = error as? Failure ?? Failure(.software, String(describing: error))
  let hasTold = Watch.current?.tell(failure, blamesOthers: failure.isOfMPI)
  if hasTold == nil { StandardError.write("tbn-dist: \(failure)\n") }
  // The rank that has told ends all; its status is that of the job.
  if hasTold == false { sleep(3) }
  let status = failure.status.rawValue
  // Without a launcher there is nobody to end.
  if ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"] == nil { _exit(status) }
  _ = cmpi_abort(status)
  exit(status)
}
