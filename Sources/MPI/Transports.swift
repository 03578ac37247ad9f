import Foundation

/// The ways that Open MPI opens for its messages.
enum Transports {
  private static let fileDirectory = "OMPI_MCA_btl_vader_backing_directory"
  /// What a rank's file of messages may take; it is sparse, and most of it is never touched.
  private static let fileByteCount = 4 << 20

  /// Puts the files by which the ranks of a node exchange messages into the temporary directory where /dev/shm has no room
  /// for them: MPI would end with notices of its own. Call it before MPI starts.
  static func leaveFullMemory() {
    var status = statvfs()
    let ranks = ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_LOCAL_SIZE"].flatMap { Int($0) } ?? 1
    guard statvfs("/dev/shm", &status) == 0 else { return }
    let free = Int(clamping: UInt(status.f_bavail)) * Int(status.f_frsize)
    if free < ranks * fileByteCount { setenv(fileDirectory, NSTemporaryDirectory(), 0) }
  }

  private static let variable = "OMPI_MCA_btl"
  /// All that go over a network. What Debian's own settings leave out is among them: this takes their place.
  private static let withoutNetwork = "^tcp,ofi,openib,uct,usnic"

  /// Leaves those over a network out where all ranks are on this host, unless the user has chosen: their ports would be
  /// open to all as long as the job, and a flood of connections there would end it. Call it before MPI starts.
  static func closeOnOneHost() {
    let environment = ProcessInfo.processInfo.environment
    let size = environment["OMPI_COMM_WORLD_SIZE"]
    // Without any launcher there is one rank; of other launchers it is not known where they have started the others.
    let isAlone = ["PMIX_RANK", "PMI_RANK", "SLURM_PROCID"].allSatisfy { environment[$0] == nil }
    guard size == nil ? isAlone : size == environment["OMPI_COMM_WORLD_LOCAL_SIZE"] else { return }
    setenv(variable, withoutNetwork, 0)
  }
}
