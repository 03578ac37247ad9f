import Failures
import Foundation

extension InputFile {
  /// The whole file, if it is a small one.
  func contents(atMost limit: Int) throws -> Data {
    guard byteCount <= limit else {
      throw Failure(.badData, "\(byteCount) bytes", at: path, expected: "at most \(limit)")
    }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    try bytes.withUnsafeMutableBytes { try read(into: $0, from: 0) }
    return Data(bytes)
  }

  /// Hands over the whole file from its beginning, a mebibyte at a time.
  func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    for start in stride(from: 0, to: byteCount, by: buffer.count) {
      let count = min(buffer.count, byteCount - start)
      try buffer.withUnsafeMutableBytes { bytes in
        let chunk = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
        try read(into: chunk, from: start)
        try body(UnsafeRawBufferPointer(chunk))
      }
    }
  }
}
