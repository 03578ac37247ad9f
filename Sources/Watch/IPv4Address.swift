/// "198.18.0.1".
struct IPv4Address: Codable, Hashable, Sendable, CustomStringConvertible {
  let number: UInt32

  static let loopback = IPv4Address(number: 0x7f00_0001)

  init(number: UInt32) { self.number = number }

  /// Nil where it is none; parts may be missing at the end, as in "10.1".
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard (1...4).contains(parts.count), !parts.contains(nil) else { return nil }
    let bytes = parts.compactMap { $0 } + Array(repeating: 0, count: 4 - parts.count)
    number = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Of 127.0.0.0/8: only this host reaches it.
  var isLoopback: Bool { number >> 24 == 127 }

  var description: String {
    stride(from: 24, through: 0, by: -8).map { "\(number >> UInt32($0) & 0xff)" }.joined(separator: ".")
  }
}
