import Failures
import Foundation

/// A file being written, with every error of the operating system told.
///
/// Its bytes are sure to be on the disk only after `synchronizeAndClose()`.
package final class OutputFile {
  package let path: String
  private var descriptor: Int32
  private var byteCount = 0

  /// Creates the file, or empties the one that is there; a symbolic link is refused.
  package init(creating path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.systemCall("cannot create the file", at: path, number: errno) }
  }

  /// Goes on behind what stands in the file, which must be there; a symbolic link is refused.
  package init(extending path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure.systemCall("cannot be opened", at: path, number: errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Writes all the bytes or throws.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw stopped(number: written == 0 ? EIO : errno) }
      byteCount += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Waits until the disk has the bytes; the file takes no more after it.
  package func synchronizeAndClose() throws {
    precondition(descriptor >= 0, "closed twice")
    guard fsync(descriptor) == 0 else { throw stopped(number: errno) }
    let result = close(descriptor)
    let number = errno
    descriptor = -1
    // A file system over the network may report a full disk here for the first time.
    guard result == 0 else { throw stopped(number: number) }
  }

  private func stopped(number: Int32) -> Failure {
    .systemCall("writing stopped after \(byteCount) bytes", at: path, number: number)
  }
}
