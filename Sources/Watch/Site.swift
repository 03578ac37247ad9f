import Foundation

/// Where a rank runs, as the others see it on the network.
struct Site: Codable, Equatable, Sendable {
  let host: String
  /// The same for ranks that reach each other by the loopback device.
  let network: String
  /// That MPI may use, without those of the loopback device.
  let addresses: [IPv4Address]

  /// Of this process.
  static func own(host: String, _ choice: InterfaceChoice) -> Site {
    Site(
      host: host, network: ownNetwork ?? host,
      addresses: choice.chosen(from: NetworkInterface.ofThisHost()).map(\.address))
  }

  /// The running system and, of that, the network namespace: hosts may share a name, and containers a host. Nil where the
  /// system does not tell.
  private static var ownNetwork: String? {
    guard let boot = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id"),
      let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")
    else { return nil }
    return String(decoding: boot, as: UTF8.self).trimmingCharacters(in: .newlines) + " " + namespace
  }

  /// Where a rank here must listen for these others: on the loopback device if all are here, else where what is sent to
  /// the other hosts goes out. Empty where there is no way to them.
  ///
  /// - Parameter route: the own address from which that one is reached.
  func listeningAddresses(for others: [Site], route: (IPv4Address) -> IPv4Address?) -> [IPv4Address] {
    let distant = others.filter { $0.network != network }
    if distant.isEmpty { return [.loopback] }
    var routes: [IPv4Address] = []
    // An address that is one's own too, as that of a bridge for containers, leads nowhere.
    for address in Set(distant.flatMap(\.addresses)).subtracting(addresses) {
      if let own = route(address), addresses.contains(own), !routes.contains(own) { routes.append(own) }
    }
    return routes.isEmpty ? addresses : routes.sorted { $0.number < $1.number }
  }

  /// The own address from which the system would send to that one; nothing is sent.
  static func route(to address: IPv4Address) -> IPv4Address? {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Any port but 0.
    let code = SocketAddress(address: address, port: 9).withPointer { connect(descriptor, $0, $1) }
    return code == 0 ? SocketAddress(ofSocket: descriptor)?.address : nil
  }
}
