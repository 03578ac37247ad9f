import Failures
import Foundation

/// A lock on a file, which no other process can take until this one ends, however it ends; over NFS too.
package final class FileLock {
  private let descriptor: Int32
  /// Why this one keeps nobody away: what a file system said that does not lock; nil where it does.
  package let weakness: String?

  /// Creates the file where there is none; never writes to it.
  ///
  /// A file system without locks, or whose server for them does not answer as it should, protects nobody, but should not
  /// keep anybody from training: whatever it says, the lock is given, with a `weakness`.
  ///
  /// - Parameter locking: the call that locks a descriptor, and returns the system's error number or 0.
  /// - Returns: nil where another process has the lock.
  package init?(path: String, locking: (Int32) -> Int32 = FileLock.lock) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.systemCall("cannot create the file", at: path, number: errno) }
    self.descriptor = descriptor
    let number = locking(descriptor)
    weakness = number == 0 ? nil : String(cString: strerror(number))
    if number == EACCES || number == EAGAIN { return nil }
  }

  /// The whole file, for writing.
  package static func lock(_ descriptor: Int32) -> Int32 {
    while true {
      var whole = flock()
      whole.l_type = Int16(F_WRLCK)
      whole.l_whence = Int16(SEEK_SET)
      if fcntl(descriptor, F_SETLK, &whole) == 0 { return 0 }
      if errno != EINTR { return errno }
    }
  }

  deinit {
    close(descriptor)
  }
}
