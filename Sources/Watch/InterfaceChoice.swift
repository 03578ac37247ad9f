/// Which of a host's interfaces MPI may use for TCP, as Open MPI's settings `btl_tcp_if_include` and `btl_tcp_if_exclude`
/// say: names, and networks like "10.1.0.0/16", with commas between them.
package struct InterfaceChoice: Sendable {
  private let included: [Substring]
  private let excluded: [Substring]

  /// - Parameters:
  ///   - include: if it names any, all others are left out, and `exclude` does not count.
  ///   - exclude: leaves those out.
  package init(include: String = "", exclude: String = "") {
    included = Self.parts(of: include)
    excluded = Self.parts(of: exclude)
  }

  private static func parts(of text: String) -> [Substring] {
    text.split(separator: ",").map { $0.drop { $0 == " " } }
  }

  /// Those of the interfaces that MPI may use; all where that would leave none.
  func chosen(from interfaces: [NetworkInterface]) -> [NetworkInterface] {
    let chosen = interfaces.filter { interface in
      included.isEmpty
        ? !excluded.contains { Self.matches($0, interface) }
        : included.contains { Self.matches($0, interface) }
    }
    return chosen.isEmpty ? interfaces : chosen
  }

  private static func matches(_ part: Substring, _ interface: NetworkInterface) -> Bool {
    guard let slash = part.firstIndex(of: "/") else { return part == interface.name }
    guard let network = IPv4Address(part[..<slash]), let mask = mask(part[part.index(after: slash)...]) else {
      return false
    }
    return network.number & mask == interface.address.number & mask
  }

  /// "16" or "255.255.0.0".
  private static func mask(_ text: Substring) -> UInt32? {
    if text.contains(".") { return IPv4Address(text)?.number }
    return UInt32(text).flatMap { $0 <= 32 ? ~0 << (32 - $0) : nil }
  }
}
