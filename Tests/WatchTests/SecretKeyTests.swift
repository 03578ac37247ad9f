import Testing

@testable import Watch

@Suite
struct SecretKeyTests {
  @Test("A code is HMAC with SHA-256, as in the first case of RFC 4231")
  func code() {
    let key = SecretKey(bytes: [UInt8](repeating: 0x0b, count: 20))
    let hexadecimal = key.code(of: Array("Hi There".utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    #expect(
      hexadecimal.joined() == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
  }

  @Test("A key knows its own codes, and no others")
  func own() throws {
    let (key, other) = (try SecretKey.random(), try SecretKey.random())
    let code = key.code(of: [1, 2, 3])
    #expect(key.hasMade(code, of: [1, 2, 3]))
    #expect(!key.hasMade(code, of: [1, 2, 4]) && !other.hasMade(code, of: [1, 2, 3]))
    #expect(!key.hasMade([], of: [1, 2, 3]) && !key.hasMade(Array(code.dropLast()), of: [1, 2, 3]))
    #expect(!key.derived(for: [1]).hasMade(code, of: [1, 2, 3]))
  }
}
