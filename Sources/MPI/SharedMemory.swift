import Foundation

/// Where Open MPI keeps the files behind windows of shared memory.
enum SharedMemory {
  private static let variable = "OMPI_MCA_osc_sm_backing_directory"

  static var directory: String {
    ProcessInfo.processInfo.environment[variable] ?? "/dev/shm"
  }

  /// Takes the temporary directory where /dev/shm is small, as containers often leave it at 64 MB, unless the user
  /// has chosen. Call it before MPI starts.
  static func chooseDirectory() {
    guard let free = freeBytes(in: "/dev/shm"), free < 1 << 30 else { return }
    setenv(variable, NSTemporaryDirectory(), 0)
  }

  /// Nil where the system cannot tell.
  static func freeBytes(in directory: String) -> Int? {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }
}
