import Foundation

extension Endpoint {
  /// Connects to the first address behind which the right listener answers; nil where there is none.
  ///
  /// Waits up to two seconds for each address. What has arrived behind the welcome comes with the connection.
  func connect(asRank rank: Int, on host: String) -> (MessageSocket, ArraySlice<Message>)? {
    for address in addresses(from: host) {
      guard let socket = Self.connect(to: address, port: port) else { continue }
      socket.send(.hello(token: tokens[0], rank: rank, host: host))
      let messages = Self.wait(for: socket.descriptor, Int16(POLLIN)) ? socket.receive() : []
      if messages.first == .welcome(token: tokens[1]) { return (socket, messages.dropFirst()) }
      socket.close()
    }
    return nil
  }

  private static func connect(to address: String, port: UInt16) -> MessageSocket? {
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &target.sin_addr) == 1 else { return nil }
    let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let socket = MessageSocket(descriptor: descriptor)
    let code = withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 || errno == EINPROGRESS, wait(for: descriptor, Int16(POLLOUT)) else { return nil }
    var (error, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
    return error == 0 ? socket : nil
  }

  private static func wait(for descriptor: Int32, _ events: Int16) -> Bool {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&entry, 1, 2000) == 1
  }
}
