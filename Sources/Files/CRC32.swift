/// The cyclic redundancy check of zip, gzip and PNG: polynomial 0xEDB88320 (reflected), start and end inverted.
///
/// It finds every single flipped bit and every damaged run of up to 32 bits. Eight bytes a step, since a checkpoint
/// of some hundred megabytes is read twice. Source: ISO 3309; the tables are Intel's "slicing by 8".
package struct CRC32 {
  private var register: UInt32 = 0xFFFF_FFFF

  package init() {}

  package var value: UInt32 { ~register }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    register = Self.tables.withUnsafeBufferPointer { Self.advance(register, over: bytes, tables: $0) }
  }

  private static func advance(
    _ start: UInt32, over bytes: UnsafeRawBufferPointer, tables: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var register = start
    let whole = bytes.count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) ^ register
      let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
      register = lookUp(low, firstTable: 4, tables) ^ lookUp(high, firstTable: 0, tables)
    }
    for offset in whole..<bytes.count {
      register = tables[Int((register ^ UInt32(bytes[offset])) & 255)] ^ (register >> 8)
    }
    return register
  }

  /// The four bytes of a word, the first of which has most bytes still to come.
  private static func lookUp(_ word: UInt32, firstTable: Int, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32
  {
    var result: UInt32 = 0
    for byte in 0..<4 {
      result ^= tables[(firstTable + 3 - byte) * 256 + Int((word >> UInt32(8 * byte)) & 255)]
    }
    return result
  }

  /// Table k at `k * 256`: what a byte does to the register when k more zero bytes follow it.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte in 0..<UInt32(256) {
      var register = byte
      for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0xEDB8_8320 : 0) }
      tables.append(register)
    }
    for position in 256..<8 * 256 {
      let shorter = tables[position - 256]
      tables.append(tables[Int(shorter & 255)] ^ (shorter >> 8))
    }
    return tables
  }()
}
