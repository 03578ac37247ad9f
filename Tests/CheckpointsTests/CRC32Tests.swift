import Files
import Testing

@Suite struct CRC32Tests {
  @Test("The check value of the standard comes out")
  func standardCheckValue() {
    #expect(checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(checksum([]) == 0)
  }

  @Test("Eight bytes at a time give what one bit at a time gives, at every length", arguments: 0...33)
  func equalsBitwiseTwin(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 17) }
    #expect(checksum(bytes) == bitwise(bytes))
  }

  @Test("Pieces give the checksum of the whole wherever it is cut", arguments: 0...20)
  func piecesEqualWhole(cut: Int) {
    let bytes = (0..<20).map { UInt8($0 * 13) }
    var pieces = CRC32()
    bytes[..<cut].withUnsafeBytes { pieces.update($0) }
    bytes[cut...].withUnsafeBytes { pieces.update($0) }
    #expect(pieces.value == bitwise(bytes))
  }

  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.value
  }

  private func bitwise(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 {
        let lowest = register & 1
        register >>= 1
        if lowest == 1 { register ^= 0xEDB8_8320 }
      }
    }
    return ~register
  }
}
