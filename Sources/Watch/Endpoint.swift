import Foundation

/// Where a rank listens for the others, and how both prove who they are.
package struct Endpoint: Codable, Equatable, Sendable {
  let host: String
  let addresses: [String]
  let port: UInt16
  /// Told by the one who connects, and by the one who is connected to.
  let tokens: [String]

  /// Addresses in the order in which a rank on `host` tries them.
  func addresses(from host: String) -> [String] {
    let local = addresses.filter { $0.hasPrefix("127.") }
    let others = addresses.filter { !$0.hasPrefix("127.") }
    return host == self.host ? local + others : others
  }

  static func newToken() -> String {
    (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
  }

  /// The IPv4 addresses of this host's interfaces.
  static func ownAddresses() -> [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return ["127.0.0.1"] }
    defer { freeifaddrs(first) }
    return sequence(first: first, next: { $0?.pointee.ifa_next }).compactMap { entry in
      guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
        return nil
      }
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { text(of: $0.pointee.sin_addr) }
    }
  }

  private static func text(of address: in_addr) -> String {
    var (address, text) = (address, [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN)))
    inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
