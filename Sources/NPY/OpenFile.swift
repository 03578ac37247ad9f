import Failures
import Foundation

/// A regular file, open for reading at any place, by several threads at once.
final class OpenFile: Sendable {
  let path: String
  /// When it was opened.
  let byteCount: Int
  /// Open for as long as this object lives.
  let descriptor: Int32

  /// - Throws: `.noInput` when the path cannot be opened or is not a regular file.
  init(path: String) throws {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.noInput, "cannot be opened: \(Self.reason(errno))", at: path)
    }
    self.path = path
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(.noInput, "is not a regular file", at: path, expected: "a file")
    }
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Copies bytes of the file into `target`. Returns how many: fewer than `target` has only where the file ends now.
  ///
  /// - Returns: nil when the system cannot read them; `errno` says why.
  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) -> Int? {
    var count = 0
    while count < target.count {
      let got = pread(descriptor, target.baseAddress.map { $0 + count }, target.count - count, offset + count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// Asks the system to fetch bytes from the disk, and does not wait for them.
  func willRead(at offset: Int, count: Int) {
    // Only advice: where it is not taken, reading waits for the disk.
    _ = posix_fadvise(descriptor, offset, count, POSIX_FADV_WILLNEED)
  }

  /// The failure of a read for which the system gave `errno`.
  func unreadable(_ part: String) -> Failure {
    Failure(
      .inputOutput, "\(part) cannot be read: \(Self.reason(errno))", at: path,
      remedy: "look at the disk or the connection to it")
  }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
