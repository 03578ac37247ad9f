/// The 64-bit FNV-1a hash: the same value in every process and on every machine, which `Hasher` is not.
///
/// Source: RFC 9923, "The FNV Non-Cryptographic Hash Algorithm".
package struct StableHash {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Takes in the four bytes of `word`, the least significant first.
  package mutating func combine(_ word: UInt32) {
    combine((0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
  }
}
