import CXXHash
import Failures

/// Digests data that come in pieces: the same 64 bits on every machine and in every version of the program.
///
/// Not secure: it finds accidents, not intent. Numbers enter in little-endian order, texts with their length first, so
/// that "ab", "c" and "a", "bc" differ.
/// Source: XXH3 of the xxHash specification, by its own library.
package final class Digester {
  private let state: OpaquePointer

  /// - Throws: `.systemError` where there is no memory.
  package init() throws {
    guard let state = XXH3_createState() else { throw Failure(.systemError, "no memory for a digest") }
    self.state = state
    XXH3_64bits_reset(state)
  }

  deinit { XXH3_freeState(state) }

  /// Of all that was combined so far.
  package var value: UInt64 { XXH3_64bits_digest(state) }

  package func combine(_ bytes: UnsafeRawBufferPointer) {
    XXH3_64bits_update(state, bytes.baseAddress, bytes.count)
  }

  package func combine(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: Int64(truncatingIfNeeded: number).littleEndian) { combine($0) }
  }

  package func combine(_ number: Float) { combine(number.bitPattern) }

  package func combine(_ text: String) {
    var text = text
    combine(text.utf8.count)
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of bytes that are all there.
  package static func digest(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    XXH3_64bits(bytes.baseAddress, bytes.count)
  }
}
