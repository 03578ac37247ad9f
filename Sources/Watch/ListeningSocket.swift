import Foundation

/// A free port on one of this host's addresses.
final class ListeningSocket {
  let descriptor: Int32
  let address: SocketAddress
  private var isClosed = false

  private static let backlog: Int32 = 4096

  /// Nil where the system gives none.
  init?(on address: IPv4Address) {
    descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let code = SocketAddress(address: address, port: 0).withPointer { [descriptor] in bind(descriptor, $0, $1)
    }
    guard code == 0, listen(descriptor, Self.backlog) == 0, let own = SocketAddress(ofSocket: descriptor)
    else {
      Foundation.close(descriptor)
      return nil
    }
    self.address = own
  }

  deinit { close() }

  /// The next one that has connected; nil where there is none, and `errno` tells why.
  func accept() -> ByteSocket? { ByteSocket.accepted(by: descriptor) }

  /// Nobody can connect any more.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    Foundation.close(descriptor)
  }
}
