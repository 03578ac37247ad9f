/// A connection between two ranks that have proved who they are: messages, each behind its length and before a code that
/// tells its sender and its place among the others. So nobody on the way can change, add, repeat or leave out one.
final class MessageSocket {
  private let socket: ByteSocket
  private let sending: SecretKey
  private let receiving: SecretKey
  private var sentCount = 0
  private var receivedCount = 0
  private var received: [UInt8] = []

  private static let lengthByteCount = 4
  private static let frameByteLimit = lengthByteCount + Message.byteLimit + SecretKey.byteCount

  /// - Parameters:
  ///   - sending: the key for what this side says.
  ///   - receiving: the key for what the other side says.
  init(_ socket: ByteSocket, sending: SecretKey, receiving: SecretKey) {
    self.socket = socket
    self.sending = sending
    self.receiving = receiving
  }

  var descriptor: Int32 { socket.descriptor }
  var isClosed: Bool { socket.isClosed }

  func close() { socket.close() }

  func send(_ message: Message) {
    guard socket.takesMore else { return }
    let bytes = message.bytes
    var frame = FieldWriter()
    frame.write32(bytes.count)
    frame.write(bytes)
    frame.write(sending.code(of: Self.signed(bytes, sentCount)))
    sentCount += 1
    socket.send(frame.bytes)
  }

  /// Messages that have arrived, no more than fit into the longest; the connection is closed where the peer has closed
  /// it, or what came is not from it.
  func receive() -> [Message] {
    received += socket.receive(atMost: Self.frameByteLimit - received.count)
    var messages: [Message] = []
    while let frame = nextFrame() {
      guard let message = self.message(of: frame) else {
        close()
        break
      }
      messages.append(message)
    }
    return messages
  }

  /// Nil where it has not arrived as a whole.
  private func nextFrame() -> [UInt8]? {
    var fields = FieldReader(received)
    guard let length = fields.integer32() else { return nil }
    guard length <= Message.byteLimit else {
      close()
      return nil
    }
    let frame = fields.bytes(length + SecretKey.byteCount)
    if let frame { received.removeFirst(Self.lengthByteCount + frame.count) }
    return frame
  }

  private func message(of frame: [UInt8]) -> Message? {
    let bytes = Array(frame.dropLast(SecretKey.byteCount))
    let code = Array(frame.suffix(SecretKey.byteCount))
    guard receiving.hasMade(code, of: Self.signed(bytes, receivedCount)) else { return nil }
    receivedCount += 1
    return Message(bytes: bytes)
  }

  private static func signed(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
    var fields = FieldWriter()
    fields.write64(place)
    fields.write(bytes)
    return fields.bytes
  }
}
