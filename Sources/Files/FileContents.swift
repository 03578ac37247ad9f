import Failures
import Foundation

/// All bytes of a file, in memory of this process's own.
package final class FileContents: @unchecked Sendable {
  package let path: String
  /// Valid for as long as this object lives.
  package let bytes: UnsafeRawBufferPointer

  /// - Parameter limit: more bytes than that are damage, not data.
  /// - Throws: `.noInput` when the path cannot be opened or is not a regular file; `.badData` when the file has more
  ///   than `limit` bytes or changes while it is read; `.systemError` when there is no memory for it.
  package convenience init(path: String, atMost limit: Int) throws {
    try self.init(of: InputFile(path), atMost: limit)
  }

  /// The same of an open file.
  package init(of file: InputFile, atMost limit: Int) throws {
    guard file.byteCount <= limit else {
      throw Failure(.badData, "\(file.byteCount) bytes", at: file.path, expected: "at most \(limit) bytes")
    }
    // Not an array: the runtime would end the process where there is no memory.
    guard let address = malloc(max(1, file.byteCount)) else {
      throw Failure(.systemError, "no memory for its \(file.byteCount) bytes", at: file.path)
    }
    let target = UnsafeMutableRawBufferPointer(start: address, count: file.byteCount)
    path = file.path
    bytes = UnsafeRawBufferPointer(target)
    try file.read(into: target, from: 0)
    try file.requireUnchanged()
  }

  deinit { free(UnsafeMutableRawPointer(mutating: bytes.baseAddress)) }

  /// A copy.
  package var data: Data { Data(bytes) }
}
