import Foundation

/// Lets other ranks connect to this one, until it is closed.
///
/// Whoever reaches its port can make it take no more than a few descriptors and bytes, and little time.
final class Listener {
  let endpoint: Endpoint
  private let rank: Int
  private let mayKeep: (Int32) -> Bool
  private var sockets: [ListeningSocket]
  /// In the order in which they came.
  private var strangers: [Stranger] = []
  /// Until somebody is let in again.
  private var restSeconds = 0.0

  /// At the same time, and let in by one round.
  static let strangerLimit = 64
  /// After so long a stranger that has said nothing makes place for another where there are too many; one that has said
  /// which rank it is may be a rank on a busy host.
  private static let (secondsOfSilence, secondsOfGreeting) = (0.1, 0.25)
  private static let shortages = [EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL]

  /// Listens on a free port of each of these addresses; nil where the system gives none.
  ///
  /// - Parameter mayKeep: whether that descriptor leaves enough for the rest of the process.
  init?(
    rank: Int, host: String, addresses: [IPv4Address], key: SecretKey,
    mayKeep: @escaping (Int32) -> Bool = DescriptorReserve.mayKeep
  ) {
    let sockets = addresses.compactMap(ListeningSocket.init(on:))
    guard !sockets.isEmpty else { return nil }
    self.rank = rank
    self.mayKeep = mayKeep
    self.sockets = sockets
    endpoint = Endpoint(host: host, addresses: sockets.map(\.address), key: key)
  }

  deinit { close() }

  /// Nobody can connect any more; whoever has not proved who it is is sent away.
  func close() {
    for socket in sockets { socket.close() }
    for stranger in strangers { stranger.close() }
    (sockets, strangers) = ([], [])
  }

  /// Whether nobody is let in for a moment.
  var isResting: Bool { restSeconds > 0 }

  /// What wakes the thread: where it has let in as many as it may, it waits for others no sooner than after a pause.
  var descriptors: [Int32] {
    (isResting ? [] : sockets.map(\.descriptor)) + strangers.map(\.descriptor)
  }

  /// Ranks that have proved that they belong to the job; each has been told that it is welcome.
  func accept(
    elapsedSeconds: Double, isExpected: (Int) -> Bool
  ) -> [(rank: Int, socket: MessageSocket)] {
    restSeconds -= elapsedSeconds
    if restSeconds <= 0 { letIn() }
    var proved: [(rank: Int, socket: MessageSocket)] = []
    strangers.removeAll { stranger in
      let progress = stranger.advance(elapsedSeconds: elapsedSeconds) { rank in
        isExpected(rank) && !proved.contains { $0.rank == rank }
      }
      switch progress {
      case .waits: return false
      case .refused: stranger.close()
      case .proved(let rank, let socket):
        socket.send(.welcome)
        proved.append((rank, socket))
      }
      return true
    }
    return proved
  }

  private func letIn() {
    for socket in sockets {
      for _ in 0..<Self.strangerLimit {
        guard makePlace() else { return rest(seconds: 0.05) }
        guard let accepted = socket.accept() else {
          if [EAGAIN, EWOULDBLOCK].contains(errno) { break }
          // The system would wake the thread again at once, for somebody whom it cannot let in.
          if Self.shortages.contains(errno) { return rest(seconds: 1) }
          continue
        }
        guard mayKeep(accepted.descriptor) else { return rest(seconds: 1) }
        strangers.append(Stranger(accepted, key: endpoint.key, listener: rank))
        if strangers.count == Self.strangerLimit { rest(seconds: 0.05) }
      }
    }
  }

  private func rest(seconds: Double) { restSeconds = seconds }

  /// For one more; whoever came first goes if it has had its time.
  private func makePlace() -> Bool {
    if strangers.count < Self.strangerLimit { return true }
    let index = strangers.firstIndex {
      $0.seconds >= ($0.hasGreeted ? Self.secondsOfGreeting : Self.secondsOfSilence)
    }
    guard let index else { return false }
    strangers.remove(at: index).close()
    return true
  }
}
