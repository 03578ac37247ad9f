import Failures
import Foundation

/// A regular file open for reading at any place, by several threads at once.
///
/// Read by calls, never mapped: touching a mapped page beyond the end of a file that has become shorter would end the
/// process with SIGBUS.
package final class InputFile: Sendable {
  package let path: String
  /// When it was opened.
  package let byteCount: Int
  /// Device, number, size and time of modification: which file this is, among all that this host sees, and of when.
  package let identity: [Int]
  private let descriptor: Int32

  /// - Parameter followsLink: whether a symbolic link in the last place of the path is followed.
  /// - Throws: `.noInput` when the path cannot be opened or is not a regular file; `.badData` for a link that is not
  ///   followed.
  package init(_ path: String, followsLink: Bool = true) throws {
    self.path = path
    guard !path.utf8.contains(0) else {
      throw Failure(.noInput, "a NUL byte in the name of a file", at: path)
    }
    // Without O_NONBLOCK the opening of a named pipe would wait for ever.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw Self.cannotOpen(path, number: errno) }
    guard let status = Self.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(.noInput, "is not a regular file", at: path, expected: "a file")
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
    identity = Self.identity(status)
  }

  deinit {
    close(descriptor)
  }

  /// Copies bytes of the file into `target`. Returns how many: fewer than `target` has only where the file ends now.
  ///
  /// - Throws: `.inputOutput` when the system cannot read them.
  package func readAvailable(into target: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int {
    var done = 0
    while done < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure.systemCall("cannot be read", at: path, number: errno) }
      guard count > 0 else { break }
      done += count
    }
    return done
  }

  /// Fills the whole buffer with the bytes from `offset` on.
  ///
  /// - Throws: `.badData` when the file ends before; `.inputOutput` when the system cannot read it.
  package func read(into target: UnsafeMutableRawBufferPointer, from offset: Int) throws {
    let count = try readAvailable(into: target, from: offset)
    guard count == target.count else {
      throw Failure(
        .badData, "has become shorter while it is in use: it ends after \(offset + count) bytes", at: path,
        expected: "\(byteCount) bytes",
        remedy: "write the file again, and leave it alone while a run reads it")
    }
  }

  /// Asks the system to fetch bytes from the disk, and does not wait for them.
  package func willRead(at offset: Int, count: Int) {
    // Only advice: where it is not taken, reading waits for the disk.
    _ = posix_fadvise(descriptor, off_t(offset), off_t(count), POSIX_FADV_WILLNEED)
  }

  /// - Throws: `.badData` when somebody has written to the file since it was opened: what was read may be half of the
  ///   old and half of the new.
  package func requireUnchanged() throws {
    guard let status = Self.status(of: descriptor), Self.identity(status) == identity else {
      throw Failure(
        .badData, "has changed while it was read", at: path, expected: "a file that nobody writes to",
        remedy: "wait until it is written, then start again")
    }
  }

  private static func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  private static func identity(_ status: stat) -> [Int] {
    [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size),
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
    ]
  }

  private static func cannotOpen(_ path: String, number: Int32) -> Failure {
    if number == ELOOP {
      return Failure(.badData, "is a symbolic link", at: path, expected: "a regular file")
    }
    return Failure(.noInput, "cannot be opened: \(String(cString: strerror(number)))", at: path)
  }
}
