import Failures
import Foundation

/// A lock on a file, which no other process can take until this one ends, however it ends; over NFS too.
package final class FileLock {
  private let descriptor: Int32

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
    guard fcntl(descriptor, F_SETLK, &whole) != 0 else { return }
    let number = errno
    if number == EACCES || number == EAGAIN { return nil }
    // A file system without locks (ENOLCK) protects nobody, but should not keep anybody from training.
    guard number == ENOLCK || number == ENOTSUP else {
      throw Failure.systemCall("cannot be locked", at: path, number: number)
    }
  }

  deinit {
    close(descriptor)
  }
}
