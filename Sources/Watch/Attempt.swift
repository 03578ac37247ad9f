import Foundation

/// One try to connect to a rank that listens.
final class Attempt {
  enum Progress {
    case waits
    case failed
    /// The listener has taken this rank; what it has said since comes with the connection.
    case connected(MessageSocket, [Message])
  }

  private enum Stage {
    case connecting
    /// Has said hello.
    case greeted(received: [UInt8])
    /// Has proved who it is, and found the right listener.
    case proved(MessageSocket)
  }

  /// For each stage.
  private static let secondsToAnswer = 5.0

  private let socket: ByteSocket
  private let key: SecretKey
  private var handshake: Handshake
  private var stage = Stage.connecting
  private var seconds = 0.0

  /// Nil where that is impossible at once.
  init?(to target: SocketAddress, key: SecretKey, listener: Int, member: Int) {
    guard let number = SecretKey.randomBytes(), let socket = ByteSocket.connecting(to: target) else {
      return nil
    }
    self.socket = socket
    self.key = key
    handshake = Handshake(listener: listener, member: member, memberNumber: number)
  }

  /// What the next stage waits for.
  var entry: pollfd {
    var isConnecting: Bool { if case .connecting = stage { true } else { false } }
    return pollfd(fd: socket.descriptor, events: Int16(isConnecting ? POLLOUT : POLLIN), revents: 0)
  }

  func advance(elapsedSeconds: Double) -> Progress {
    seconds += elapsedSeconds
    switch stage {
    case .connecting: connect()
    case .greeted(let received): takeChallenge(received)
    case .proved(let messages):
      let received = messages.receive()
      if let first = received.first {
        return first == .welcome ? .connected(messages, Array(received.dropFirst())) : .failed
      }
    }
    return socket.isClosed || seconds > Self.secondsToAnswer ? .failed : .waits
  }

  private func connect() {
    var entry = entry
    guard poll(&entry, 1, 0) == 1 else { return }
    guard socket.hasConnected else { return socket.close() }
    socket.send(handshake.hello)
    enter(.greeted(received: []))
  }

  private func takeChallenge(_ received: [UInt8]) {
    let bytes = received + socket.receive(atMost: Handshake.challengeByteCount - received.count)
    guard bytes.count == Handshake.challengeByteCount else { return stage = .greeted(received: bytes) }
    guard handshake.accept(challenge: bytes, key) else { return socket.close() }
    socket.send(handshake.proof(by: .member, key))
    enter(
      .proved(
        MessageSocket(
          socket, sending: handshake.messageKey(of: .member, key),
          receiving: handshake.messageKey(of: .listener, key))))
  }

  private func enter(_ stage: Stage) {
    self.stage = stage
    seconds = 0
  }
}
