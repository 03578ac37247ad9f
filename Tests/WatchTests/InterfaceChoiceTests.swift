import Testing

@testable import Watch

@Suite
struct InterfaceChoiceTests {
  private static let interfaces = [("eth0", "10.1.2.3"), ("ib0", "10.2.0.3"), ("docker0", "172.17.0.1")]

  @Test(
    "Interfaces are chosen as Open MPI's settings say, by names and networks",
    arguments: [
      ("", "", ["eth0", "ib0", "docker0"]),
      ("", "127.0.0.1/8,sppp", ["eth0", "ib0", "docker0"]),
      ("", "127.0.0.1/8,docker0", ["eth0", "ib0"]),
      ("", "10.1.0.0/16,172.17.0.0/255.255.0.0", ["ib0"]),
      ("ib0", "ib0", ["ib0"]),
      ("10.2.0.0/16, eth0", "", ["eth0", "ib0"]),
      ("10.2/16", "", ["ib0"]),
      ("0.0.0.0/0", "", ["eth0", "ib0", "docker0"]),
      ("10.2.0.3/32", "", ["ib0"]),
      // What names none of them is no reason to listen nowhere.
      ("eth", "", ["eth0", "ib0", "docker0"]),
      ("10.2.0.0/99", "", ["eth0", "ib0", "docker0"]),
    ])
  func chosen(include: String, exclude: String, expected: [String]) throws {
    let interfaces = try Self.interfaces.map {
      NetworkInterface(name: $0.0, address: try #require(IPv4Address($0.1)))
    }
    let chosen = InterfaceChoice(include: include, exclude: exclude).chosen(from: interfaces)
    #expect(chosen.map(\.name) == expected)
  }

  @Test("An address reads back as it is written; what is none is refused")
  func addresses() {
    #expect(IPv4Address("198.18.0.1")?.description == "198.18.0.1")
    #expect(IPv4Address("10.1")?.description == "10.1.0.0")
    #expect(IPv4Address("127.0.0.1") == .loopback && IPv4Address.loopback.isLoopback)
    for text in ["", "1.2.3.4.5", "1..2", "256.1.1.1", "-1.0.0.0", "eth0"] {
      #expect(IPv4Address(text) == nil)
    }
  }
}
