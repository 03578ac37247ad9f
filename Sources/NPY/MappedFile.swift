import Failures
import Foundation

/// A regular file mapped into memory for reading: pages come from the disk when they are touched, and the ranks of
/// one host share them.
///
/// The file must not be shortened while it is mapped; the operating system then ends the process with SIGBUS.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  /// Valid for as long as this object lives.
  package let bytes: UnsafeRawBufferPointer

  /// - Throws: `.noInput` when the path cannot be opened or is not a regular file.
  package init(path: String) throws {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.noInput, "cannot be opened: \(Self.reason(errno))", at: path)
    }
    defer { close(descriptor) }
    self.path = path
    bytes = try Self.map(descriptor, path: path)
  }

  deinit {
    guard let address = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
  }

  private static func map(_ descriptor: Int32, path: String) throws -> UnsafeRawBufferPointer {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.noInput, "is not a regular file", at: path, expected: "a file")
    }
    let size = Int(status.st_size)
    // mmap refuses an empty range.
    guard size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw Failure(.systemError, "cannot be mapped into memory: \(reason(errno))", at: path)
    }
    return UnsafeRawBufferPointer(start: address, count: size)
  }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
