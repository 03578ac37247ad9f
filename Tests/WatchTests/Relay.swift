import Foundation
import Testing

@testable import Watch

/// Somebody on the way between a rank and the one that listens, who hears all and may change it.
final class Relay {
  /// What the rank that connects has said, and what has come back.
  private(set) var said: [UInt8] = []
  private(set) var heard: [UInt8] = []
  /// What becomes of bytes of the rank that connects.
  var change: ([UInt8]) -> [UInt8] = { $0 }

  private let target: SocketAddress
  /// Takes connections only to hand them on.
  private let entrance: ListeningSocket
  private var sides: (ByteSocket, ByteSocket)?

  init(to target: SocketAddress) throws {
    self.target = target
    entrance = try #require(ListeningSocket(on: .loopback))
  }

  var address: SocketAddress { entrance.address }

  /// Hands on what has come meanwhile.
  func round() {
    if let member = entrance.accept() { sides = (try? ByteSocket.connected(to: target)).map { (member, $0) } }
    guard let (member, listener) = sides else { return }
    let (words, answers) = (member.receive(atMost: 4096), listener.receive(atMost: 4096))
    said += words
    heard += answers
    if !words.isEmpty { listener.send(change(words)) }
    if !answers.isEmpty { member.send(answers) }
    if listener.isClosed || member.isClosed {
      listener.close()
      member.close()
    }
  }
}

extension ByteSocket {
  /// A connection that is there.
  static func connected(to target: SocketAddress) throws -> ByteSocket {
    let socket = try #require(connecting(to: target))
    var entry = pollfd(fd: socket.descriptor, events: Int16(POLLOUT), revents: 0)
    try #require(poll(&entry, 1, 1000) == 1 && socket.hasConnected)
    return socket
  }
}
