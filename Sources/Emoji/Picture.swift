/// A picture in 8-bit sRGB, rows from the top, opaque: `[height, width, 3]`.
package struct Picture: Equatable, Sendable {
  package let width: Int
  package let height: Int
  package let bytes: [UInt8]

  /// - Precondition: `bytes` holds `width * height * 3` values.
  package init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture of \(width) x \(height)")
    precondition(
      bytes.count == width * height * 3, "\(bytes.count) bytes for a picture of \(width) x \(height)")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// A 64-bit hash of the size and every byte (FNV-1a), equal on every machine.
  package var hash: UInt64 {
    var hash = StableHash()
    hash.combine(UInt32(width))
    hash.combine(UInt32(height))
    hash.combine(bytes)
    return hash.value
  }
}
