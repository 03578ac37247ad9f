/// Puts the fields of a message one behind the other; whole numbers with their highest byte first.
struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ field: [UInt8]) { bytes += field }

  mutating func write8(_ field: UInt8) { bytes.append(field) }

  /// - Precondition: the number is from 0 to 2^32 - 1.
  mutating func write32(_ field: Int) { write(bigEndian: UInt32(field)) }

  /// - Precondition: the number is not negative.
  mutating func write64(_ field: Int) { write(bigEndian: UInt64(field)) }

  /// Its length, and its UTF-8.
  mutating func write(_ field: String) {
    let text = Array(field.utf8)
    write32(text.count)
    bytes += text
  }

  private mutating func write<Number: FixedWidthInteger>(bigEndian field: Number) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: field >> Number(shift)))
    }
  }
}
