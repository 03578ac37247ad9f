import Failures
import Foundation

/// A lock on a file, which no other process can take until this one ends, however it ends; over NFS too.
package final class FileLock {
  private let descriptor: Int32
  /// False on a file system without locks, where this one keeps nobody away.
  package let isEffective: Bool

  /// Creates the file where there is none; never writes to it.
  ///
  /// - Returns: nil where another process has the lock.
  package init?(path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.systemCall("cannot create the file", at: path, number: errno) }
    self.descriptor = descriptor
    var whole = flock()
    whole.l_type = Int16(F_WRLCK)
    whole.l_whence = Int16(SEEK_SET)
    let number = fcntl(descriptor, F_SETLK, &whole) == 0 ? 0 : errno
    // A file system without locks protects nobody, but should not keep anybody from training.
    isEffective = number == 0
    if number == EACCES || number == EAGAIN { return nil }
    guard [0, ENOLCK, ENOTSUP, ENOSYS].contains(number) else {
      throw Failure.systemCall("cannot be locked", at: path, number: number)
    }
  }

  deinit {
    close(descriptor)
  }
}
