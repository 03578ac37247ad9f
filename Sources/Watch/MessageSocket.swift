import Foundation

/// A TCP connection of messages that never makes its thread wait.
final class MessageSocket {
  let descriptor: Int32
  private(set) var isClosed = false
  private var received: [UInt8] = []
  private var unsent: [UInt8] = []

  /// Takes a connected socket, and closes it in the end.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var yes: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close() }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    Foundation.close(descriptor)
  }

  /// What does not go into the connection now goes with the next message. A peer that does not read gets no more.
  func send(_ message: Message) {
    guard !isClosed, unsent.count < 1 << 20 else { return }
    unsent += Array(message.line.utf8)
    while !unsent.isEmpty {
      let count = Foundation.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return failed(count) }
      unsent.removeFirst(count)
    }
  }

  /// All messages that have arrived; the connection is closed where the peer has closed it or talks otherwise.
  func receive() -> [Message] {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while !isClosed {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else {
        count == 0 ? close() : failed(count)
        break
      }
      received += buffer.prefix(count)
    }
    return messages()
  }

  private func messages() -> [Message] {
    guard let last = received.lastIndex(of: UInt8(ascii: "\n")) else {
      if received.count > 1 << 20 { close() }
      return []
    }
    let lines = String(decoding: received.prefix(last), as: UTF8.self).split(separator: "\n")
    received.removeFirst(last + 1)
    let messages = lines.compactMap(Message.init(line:))
    if messages.count < lines.count { close() }
    return messages
  }

  private func failed(_ count: Int) {
    if count < 0, [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { return }
    close()
  }
}
