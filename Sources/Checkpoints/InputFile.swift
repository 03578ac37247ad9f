import Failures
import Files
import Foundation

/// A regular file open for reading at any place.
final class InputFile {
  let path: String
  let byteCount: Int
  private let descriptor: Int32

  /// - Parameter followsLink: whether a symbolic link in the last place of the path is followed.
  init(_ path: String, followsLink: Bool = true) throws {
    self.path = path
    // Without O_NONBLOCK the opening of a named pipe would wait for ever.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw Self.cannotOpen(path, number: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(.badData, "not a regular file", at: path)
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// Fills the whole buffer with the bytes from `offset` on, or throws.
  func read(into buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure.systemCall("cannot be read", at: path, number: errno) }
      guard count > 0 else {
        throw Failure(.badData, "ends after \(offset + done) bytes", at: path, expected: "\(byteCount) bytes")
      }
      done += count
    }
  }

  private static func cannotOpen(_ path: String, number: Int32) -> Failure {
    switch number {
    case ENOENT: Failure(.noInput, "there is no such file", at: path)
    case ELOOP: Failure(.badData, "is a symbolic link", at: path, expected: "a regular file")
    default: .systemCall("cannot be opened", at: path, number: number)
    }
  }
}
