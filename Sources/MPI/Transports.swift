import Foundation

/// The ways that Open MPI opens for its messages.
enum Transports {
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
