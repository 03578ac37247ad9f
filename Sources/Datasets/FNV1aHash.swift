/// The 64-bit FNV-1a hash: not secure, the same on every machine.
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).
struct FNV1aHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  mutating func combine(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { combine($0) }
  }

  /// The length goes first, so that "ab", "c" and "a", "bc" differ.
  mutating func combine(_ text: String) {
    var text = text
    combine(text.utf8.count)
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }
}
