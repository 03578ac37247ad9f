/// Somebody who has connected to a rank that listens and has not proved yet to be a rank of the job.
///
/// No more is read from it than the handshake has bytes, less than 512.
final class Stranger {
  enum Progress {
    case waits
    /// Is none of those that are expected, or has been given up.
    case refused
    case proved(rank: Int, MessageSocket)
  }

  /// So long the handshake may last.
  static let secondsToProve = 3.0

  private let socket: ByteSocket
  private let key: SecretKey
  private let listener: Int
  /// Nil until it has said which rank it is.
  private var handshake: Handshake?
  private var received: [UInt8] = []
  /// Since it has connected.
  private(set) var seconds = 0.0

  /// - Parameter listener: the rank that listens.
  init(_ socket: ByteSocket, key: SecretKey, listener: Int) {
    self.socket = socket
    self.key = key
    self.listener = listener
  }

  /// Whether it has said which rank it is.
  var hasGreeted: Bool { handshake != nil }

  var descriptor: Int32 { socket.descriptor }

  func close() { socket.close() }

  func advance(elapsedSeconds: Double, isExpected: (Int) -> Bool) -> Progress {
    seconds += elapsedSeconds
    if handshake == nil, let hello = receive(Handshake.helloByteCount) {
      guard let answered = answer(hello, isExpected) else { return .refused }
      handshake = answered
    }
    if let handshake, let proof = receive(Handshake.proofByteCount) {
      guard handshake.isProof(proof, by: .member, key), isExpected(handshake.member) else { return .refused }
      let messages = MessageSocket(
        socket, sending: handshake.messageKey(of: .listener, key),
        receiving: handshake.messageKey(of: .member, key))
      return .proved(rank: handshake.member, messages)
    }
    return socket.isClosed || seconds > Self.secondsToProve ? .refused : .waits
  }

  /// So many bytes, once they have all arrived.
  private func receive(_ count: Int) -> [UInt8]? {
    received += socket.receive(atMost: count - received.count)
    guard received.count == count else { return nil }
    defer { received = [] }
    return received
  }

  private func answer(_ hello: [UInt8], _ isExpected: (Int) -> Bool) -> Handshake? {
    guard var handshake = Handshake(hello: hello, toListener: listener), isExpected(handshake.member),
      let number = SecretKey.randomBytes()
    else { return nil }
    handshake.listenerNumber = number
    socket.send(handshake.challenge(key))
    return handshake
  }
}
