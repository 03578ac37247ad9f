import Testing

@testable import Watch

@Suite
struct SiteTests {
  private func address(_ text: String) throws -> IPv4Address { try #require(IPv4Address(text)) }

  private func site(_ network: String, _ addresses: String...) throws -> Site {
    Site(host: "host", network: network, addresses: try addresses.map(address))
  }

  @Test("Where all ranks share a host, nobody else reaches the port, however the host is called")
  func oneHost() throws {
    let own = try site("a", "10.0.0.1")
    let twin = Site(host: "another name", network: "a", addresses: own.addresses)
    #expect(own.listeningAddresses(for: [own, twin]) { $0 } == [.loopback])
  }

  @Test("Among several hosts a rank listens where it reaches the others, and nowhere else")
  func severalHosts() throws {
    let own = try site("a", "10.0.0.1", "192.168.7.1", "172.17.0.1")
    // The bridge of containers has the same address everywhere.
    let others = [try site("b", "192.168.7.2", "172.17.0.1"), try site("c", "192.168.7.3", "172.17.0.1")]
    let (inner, bridge) = (try address("192.168.7.1"), try address("172.17.0.1"))
    let addresses = own.listeningAddresses(for: others) { $0 == bridge ? bridge : inner }
    #expect(addresses == [inner])
  }

  @Test("Where the way to the others is not known, a rank listens on each address that MPI may use")
  func unknownWay() throws {
    let (own, other) = (try site("a", "10.0.0.1", "192.168.7.1"), try site("b", "192.168.7.2"))
    #expect(own.listeningAddresses(for: [other]) { _ in nil } == own.addresses)
    // A way by an interface that MPI may not use.
    #expect(own.listeningAddresses(for: [other]) { _ in IPv4Address("10.9.9.9") } == own.addresses)
  }

  @Test("The system knows the way to this host, and sites of one process are alike")
  func thisHost() {
    #expect(Site.route(to: .loopback) == .loopback)
    #expect(Site.own(host: "x", InterfaceChoice()) == Site.own(host: "x", InterfaceChoice()))
    #expect(!Site.own(host: "x", InterfaceChoice()).addresses.contains { $0.isLoopback })
  }
}
