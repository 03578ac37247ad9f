import Foundation

/// An IPv4 address of this host, and the name of the interface that has it.
struct NetworkInterface: Equatable, Sendable {
  let name: String
  let address: IPv4Address

  /// Those that are up, without the loopback device.
  static func ofThisHost() -> [NetworkInterface] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0, let first = list else { return [] }
    defer { freeifaddrs(first) }
    let entries = sequence(first: first) { entry -> UnsafeMutablePointer<ifaddrs>? in entry.pointee.ifa_next }
    return entries.map(\.pointee).compactMap { entry in
      guard entry.ifa_flags & UInt32(IFF_UP) != 0, let address = entry.ifa_addr,
        address.pointee.sa_family == sa_family_t(AF_INET)
      else { return nil }
      let number = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr.s_addr }
      let interface = NetworkInterface(
        name: String(cString: entry.ifa_name), address: IPv4Address(number: number.bigEndian))
      return interface.address.isLoopback ? nil : interface
    }
  }
}
