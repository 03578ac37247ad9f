import COpenSSL
import Failures

/// What only the ranks of a job know. It reaches them by MPI and never goes over the watch's own connections.
struct SecretKey: Equatable, Sendable, Codable {
  /// Of a key, and of a code made with it.
  static let byteCount = 32

  private let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Makes the library ready, before MPI or anybody else does: without its handler at exit, since the thread that watches
  /// goes on until the process is gone, and without the configuration of this host.
  static func prepare() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG), nil)
  }

  /// - Throws: where the library gives no random bytes or no HMAC.
  static func random() throws -> SecretKey {
    guard let bytes = randomBytes(), case let key = SecretKey(bytes: bytes), !key.code(of: []).isEmpty else {
      throw Failure(
        .unavailable, "libcrypto gives no random bytes or no HMAC with SHA-256",
        remedy: "look at the installation of OpenSSL on this host")
    }
    return key
  }

  /// A number that nobody can guess and that will never come again; nil where the library gives none.
  static func randomBytes() -> [UInt8]? {
    var isGiven = false
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      isGiven = RAND_bytes(buffer.baseAddress, Int32(byteCount)) == 1
      count = isGiven ? byteCount : 0
    }
    return isGiven ? bytes : nil
  }

  /// HMAC with SHA-256: who knows it for these bytes has the key, or was told it by one who has. Empty, which proves
  /// nothing, where the library fails.
  func code(of message: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      var length: UInt32 = 0
      let made = HMAC(
        EVP_sha256(), bytes, Int32(bytes.count), message, message.count, buffer.baseAddress, &length)
      count = made != nil && length == Self.byteCount ? Self.byteCount : 0
    }
  }

  /// Takes as long for every wrong code, so that none can be found byte by byte.
  func hasMade(_ code: [UInt8], of message: [UInt8]) -> Bool {
    let right = self.code(of: message)
    return code.count == Self.byteCount && right.count == Self.byteCount
      && CRYPTO_memcmp(code, right, Self.byteCount) == 0
  }

  /// A key for one purpose, of which this one cannot be told.
  func derived(for purpose: [UInt8]) -> SecretKey { SecretKey(bytes: code(of: purpose)) }
}
