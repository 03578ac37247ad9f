import Foundation

/// An IPv4 address and a TCP port.
struct SocketAddress: Codable, Equatable, Sendable, CustomStringConvertible {
  let address: IPv4Address
  let port: UInt16

  var description: String { "\(address):\(port)" }

  func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    target.sin_addr.s_addr = address.number.bigEndian
    return withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// That of this end of a socket; nil where it has none.
  init?(ofSocket descriptor: Int32) {
    var own = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &own) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard code == 0, own.sin_family == sa_family_t(AF_INET) else { return nil }
    self.init(address: IPv4Address(number: own.sin_addr.s_addr.bigEndian), port: own.sin_port.bigEndian)
  }

  init(address: IPv4Address, port: UInt16) {
    self.address = address
    self.port = port
  }
}
