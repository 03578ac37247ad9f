import Foundation
import Testing

@testable import Watch

/// A rank that listens and ranks that connect to it, all in one thread, round by round.
final class Gate {
  let listener: Listener
  let key: SecretKey
  private(set) var joined: [Int: MessageSocket] = [:]
  /// On the side of the ranks that connect.
  private(set) var connected: [Int: MessageSocket] = [:]
  private let size: Int

  /// - Parameter size: ranks of the job; the first listens.
  init(size: Int, key: SecretKey? = nil, mayKeep: @escaping (Int32) -> Bool = { _ in true }) throws {
    self.size = size
    self.key = try key ?? SecretKey.random()
    listener = try #require(
      Listener(rank: 0, host: "host", addresses: [.loopback], key: self.key, mayKeep: mayKeep))
  }

  var address: SocketAddress { listener.endpoint.addresses[0] }

  /// One round of the listener, which takes a millisecond and counts as more.
  func round(elapsedSeconds: Double = 0.001) {
    usleep(1000)
    let accepted = listener.accept(elapsedSeconds: elapsedSeconds) {
      (1..<size).contains($0) && joined[$0] == nil
    }
    for (rank, socket) in accepted { joined[rank] = socket }
  }

  /// Rounds until the rank is connected, or has tried for so long.
  @discardableResult
  func join(
    _ rank: Int, at address: SocketAddress? = nil, key: SecretKey? = nil, seconds: Double = 10,
    meanwhile: () -> Void = {}
  ) -> Bool {
    let endpoint = Endpoint(host: "host", addresses: [address ?? self.address], key: key ?? self.key)
    let joining = Joining(to: endpoint, of: 0, member: rank, seconds: seconds)
    var last = ContinuousClock.now
    while !joining.hasGivenUp {
      let now = ContinuousClock.now
      let elapsed = (now - last) / .seconds(1)
      last = now
      meanwhile()
      round(elapsedSeconds: elapsed)
      if let (socket, _) = joining.advance(elapsedSeconds: elapsed) {
        connected[rank] = socket
        return true
      }
    }
    return false
  }

  /// Somebody who connects, and sends these bytes.
  func stranger(sending bytes: [UInt8] = []) throws -> ByteSocket {
    let socket = try ByteSocket.connected(to: address)
    socket.send(bytes)
    return socket
  }

  /// What comes back to a stranger within some rounds.
  func answer(to stranger: ByteSocket, atMost count: Int = 4096) -> [UInt8] {
    var answer: [UInt8] = []
    for _ in 0..<50 where !stranger.isClosed {
      round()
      answer += stranger.receive(atMost: count)
    }
    return answer
  }
}
