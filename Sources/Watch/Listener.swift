import Foundation

/// Lets other ranks connect to this one.
final class Listener {
  let endpoint: Endpoint
  let descriptor: Int32
  /// Connected, but have not said who they are.
  private var strangers: [MessageSocket] = []

  /// On a free port of all interfaces; nil where the system gives none.
  init?(host: String) {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general -> UInt16? in
        guard bind(socket, general, length) == 0, listen(socket, 4096) == 0,
          getsockname(socket, general, &length) == 0
        else { return nil }
        return pointer.pointee.sin_port.bigEndian
      }
    }
    guard let port else {
      close(socket)
      return nil
    }
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    descriptor = socket
    endpoint = Endpoint(
      host: host, addresses: Endpoint.ownAddresses(), port: port,
      tokens: [Endpoint.newToken(), Endpoint.newToken()])
  }

  /// Ranks that have connected and proved that they belong to the job, with what else they have said.
  func accept() -> [(peer: Peer, messages: ArraySlice<Message>)] {
    while true {
      let descriptor = Foundation.accept(descriptor, nil, nil)
      guard descriptor >= 0 else { break }
      strangers.append(MessageSocket(descriptor: descriptor))
    }
    var known: [(peer: Peer, messages: ArraySlice<Message>)] = []
    strangers.removeAll { stranger in
      let messages = stranger.receive()
      guard let first = messages.first else { return stranger.isClosed }
      if case .hello(endpoint.tokens[0], let rank, let host) = first {
        stranger.send(.welcome(token: endpoint.tokens[1]))
        known.append((Peer(rank: rank, host: host, socket: stranger), messages.dropFirst()))
      }
      return true
    }
    return known
  }

  var descriptors: [Int32] { [descriptor] + strangers.map(\.descriptor) }
}
