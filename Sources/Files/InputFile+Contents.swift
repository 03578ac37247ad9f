import Failures
import Foundation

extension InputFile {
  /// The whole file, if it is a small one.
  ///
  /// - Throws: `.badData` when it has more than `limit` bytes, or has changed since it was opened.
  package func contents(atMost limit: Int) throws -> Data {
    try FileContents(of: self, atMost: limit).data
  }

  /// Hands over the whole file from its beginning, a mebibyte at a time.
  ///
  /// - Throws: `.badData` when it has changed since it was opened; and what `body` throws.
  package func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: min(1 << 20, max(1, byteCount)))
    for start in stride(from: 0, to: byteCount, by: buffer.count) {
      let count = min(buffer.count, byteCount - start)
      try buffer.withUnsafeMutableBytes { bytes in
        let chunk = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
        try read(into: chunk, from: start)
        try body(UnsafeRawBufferPointer(chunk))
      }
    }
    try requireUnchanged()
  }
}
