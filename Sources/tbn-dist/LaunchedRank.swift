import Foundation

/// This process's number as its launcher gave it, for what happens before MPI starts or without MPI.
enum LaunchedRank {
  static var number: Int {
    let environment = ProcessInfo.processInfo.environment
    let names = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"]
    return names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first ?? 0
  }

  /// Lets the first rank alone tell what every rank has found, and end the job with it.
  ///
  /// The others wait a little: a launcher ends all ranks when one fails, and might end the first before it has
  /// spoken.
  static func endSilentlyUnlessFirst(_ status: Int32) {
    guard number != 0 else { return }
    sleep(2)
    exit(status)
  }
}
