import Foundation
import TestSupport
import Testing

@testable import Watch

@Suite(.serialized)
struct ClosedPortTests {
  @Test("Once all ranks are connected, the port of a training takes nobody")
  func closed() throws {
    let training = try WatchedTraining()
    let outcome = try training.launch(ranks: 2, epochs: 1).run { launcher in
      _ = try JobProcesses(launcher: launcher, rankCount: 2)
      var place: SocketAddress?
      try waitUntil("the ranks take steps") {
        place = (try? training.log(ofRank: 0)).flatMap(SiegeTests.place).flatMap { address, port in
          guard let address = IPv4Address(address), let port = UInt16(port) else { return nil }
          return SocketAddress(address: address, port: port)
        }
        return place != nil
      }
      let address = try #require(place)
      #expect(address.address == .loopback)
      #expect(!takesSomebody(at: address))
    }
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func takesSomebody(at address: SocketAddress) -> Bool {
    guard let socket = ByteSocket.connecting(to: address) else { return false }
    var entry = pollfd(fd: socket.descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, 1000) == 1 && socket.hasConnected
  }

  @Test("The name of a run may hold tabs, line ends, quotes and letters of any language")
  func anyName() throws {
    let training = try WatchedTraining()
    let run = training.directory.file("a\trun\nof \"many\" 'letters' ä日本\\")
    var launch = training.launch(ranks: 3, ["--run", run])
    launch.timeoutSeconds = 60
    let outcome = try launch.run { launcher in
      let job = try JobProcesses(launcher: launcher, rankCount: 3)
      try waitUntil("the ranks take steps") {
        (0..<3).allSatisfy { FileManager.default.fileExists(atPath: "\(run)/logs/rank-\($0).log") }
      }
      kill(job.ranks[1], SIGSTOP)
    }
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains("nothing was heard of rank 1 on ") == true, "\(outcome)")
    let log = try String(contentsOfFile: "\(run)/logs/rank-2.log", encoding: .utf8)
    #expect(log.contains("ends, as rank 0 has told: tbn-dist: nothing was heard of rank 1 on "), "\(log)")
    #expect(log.contains("log: \(run)/logs/rank-1.log"), "\(log)")
  }
}
