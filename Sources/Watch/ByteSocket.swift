import Foundation

/// A TCP connection that never makes its thread wait.
final class ByteSocket {
  let descriptor: Int32
  private(set) var isClosed = false
  private var unsent: [UInt8] = []

  /// A peer that does not read gets no more.
  private static let unsentLimit = 1 << 20

  /// Takes a socket, and closes it in the end.
  private init(descriptor: Int32) {
    self.descriptor = descriptor
    var yes: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Begins to connect; nil where that is impossible at once. `hasConnected` tells how it went, once it can be written to.
  static func connecting(to target: SocketAddress) -> ByteSocket? {
    let descriptor = Foundation.socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let socket = ByteSocket(descriptor: descriptor)
    let code = target.withPointer { Foundation.connect(descriptor, $0, $1) }
    return code == 0 || errno == EINPROGRESS ? socket : nil
  }

  /// The next one that has connected to a socket that listens; nil where there is none, and `errno` tells why.
  static func accepted(by listening: Int32) -> ByteSocket? {
    let descriptor = accept(listening, nil, nil)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return ByteSocket(descriptor: descriptor)
  }

  deinit { close() }

  var hasConnected: Bool {
    var (error, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0
  }

  /// Whether more may be sent to it.
  var takesMore: Bool { !isClosed && unsent.count < Self.unsentLimit }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    Foundation.close(descriptor)
  }

  /// What does not go into the connection now goes with what is sent next.
  func send(_ bytes: [UInt8]) {
    guard takesMore else { return }
    unsent += bytes
    while !unsent.isEmpty {
      let count = Foundation.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return failed(count) }
      unsent.removeFirst(count)
    }
  }

  /// What has arrived, but no more than that many bytes; the rest stays with the system, which stops a peer that sends
  /// too much. The connection is closed where the peer has closed it.
  func receive(atMost limit: Int) -> [UInt8] {
    guard !isClosed, limit > 0 else { return [] }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
      count = recv(descriptor, buffer.baseAddress, limit, 0)
      initialized = max(0, count)
    }
    if count == 0 { close() }
    if count < 0 { failed(count) }
    return bytes
  }

  private func failed(_ count: Int) {
    if count < 0, [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { return }
    close()
  }
}
