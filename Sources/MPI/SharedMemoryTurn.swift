import Foundation

/// A job's turn to take shared memory in a directory: two that look at the same free space at once would both take of it,
/// and both fail.
///
/// It ends with the process at the latest, and a job that does not get it in time goes on without.
package final class SharedMemoryTurn {
  private var descriptor: Int32 = -1

  private static let attempts = 100
  private static let pauseSeconds = 0.1

  /// Nobody's, for ranks that take nothing themselves.
  init() {}

  /// Waits for it while another job has it, but for some seconds only: that may have been stopped.
  init(directory: String) {
    // The lock is that of the directory itself: it needs no file, and no right to write there.
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<Self.attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      Thread.sleep(forTimeInterval: Self.pauseSeconds)
    }
  }

  deinit { end() }

  package func end() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
