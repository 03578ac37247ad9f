import Foundation

/// This process's number as its launcher gave it, for what happens before MPI starts or without MPI.
enum LaunchedRank {
  static var number: Int {
    let environment = ProcessInfo.processInfo.environment
    let names = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"]
    return names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first ?? 0
  }

  /// A line that names a rank that has failed before MPI started although the first has not; else nothing.
  static var note: String {
    number == 0 ? "" : "  rank \(number), before MPI started; rank 0 has not failed so\n"
  }

  /// Lets one rank of a host tell what went wrong before MPI started, mostly on every rank: the first where it is among
  /// them. The others end here, silently.
  ///
  /// They wait a little: a launcher ends all ranks when one fails, and might end the first before it has spoken. One that
  /// is still there then has failed alone, and speaks.
  static func endSilentlyUnlessToTell(_ status: Int32) {
    if number != 0 { sleep(2) }
    guard let place = jobDirectory else {
      guard number != 0 else { return }
      exit(status)
    }
    let file = open("\(place)/tbn-dist-has-told", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 { return }
    if errno != EEXIST, number == 0 { return }
    exit(status)
  }

  /// Of this job alone, on this host; it goes with the job. Nil where the launcher gives none.
  private static var jobDirectory: String? {
    ProcessInfo.processInfo.environment["PMIX_SERVER_TMPDIR"].flatMap { access($0, W_OK) == 0 ? $0 : nil }
  }
}
