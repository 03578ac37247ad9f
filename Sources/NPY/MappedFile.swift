import Failures
import Foundation

/// A regular file mapped into memory for reading: pages come from the disk when they are touched, and the ranks of
/// one host share them.
///
/// For files that are read when a run begins. The file must not be shortened while it is mapped: the operating system
/// ends a process that touches a page beyond the end with SIGBUS.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  /// Valid for as long as this object lives.
  package let bytes: UnsafeRawBufferPointer

  /// - Throws: `.noInput` when the path cannot be opened or is not a regular file.
  package init(path: String) throws {
    self.path = path
    bytes = try Self.map(OpenFile(path: path))
  }

  deinit {
    guard let address = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
  }

  private static func map(_ file: OpenFile) throws -> UnsafeRawBufferPointer {
    let size = file.byteCount
    // mmap refuses an empty range.
    guard size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    // A mapping outlives the descriptor.
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), address != MAP_FAILED
    else {
      throw Failure(
        .systemError, "cannot be mapped into memory: \(OpenFile.reason(errno))", at: file.path)
    }
    return UnsafeRawBufferPointer(start: address, count: size)
  }
}
