import Failures

extension Rounds {
  /// What the other ranks have said, and those that are connected now.
  func hear(elapsedSeconds: Double) {
    for peer in peers.values {
      peer.silentSeconds += elapsedSeconds
      for message in peer.socket.receive() { take(message, from: peer) }
      // It has given up before it knew that it was connected: no death, and it may come again.
      if peer.socket.isClosed, !peer.hasSpoken { peers[peer.rank] = nil }
    }
    join(elapsedSeconds: elapsedSeconds)
    let accepted = listener?.accept(elapsedSeconds: elapsedSeconds) { isExpected($0) } ?? []
    for (rank, socket) in accepted { add(Peer(rank: rank, host: hosts[rank], socket: socket), []) }
  }

  private func join(elapsedSeconds: Double) {
    for joining in joinings {
      guard let (socket, messages) = joining.advance(elapsedSeconds: elapsedSeconds) else { continue }
      let peer = Peer(rank: joining.listener, host: joining.host, socket: socket)
      peer.hasSpoken = true
      // The listener counts this rank as connected when it hears of it.
      socket.send(.state(sampler.state))
      add(peer, messages)
    }
    for joining in joinings where joining.hasGivenUp {
      teller.log.note("has no connection to rank \(joining.listener) at \(joining.place)")
    }
    joinings.removeAll { peers[$0.listener] != nil || $0.hasGivenUp }
  }

  /// Whether that rank connects to this one, and has not done so yet.
  private func isExpected(_ rank: Int) -> Bool {
    hosts.indices.contains(rank) && rank > member.rank && peers[rank] == nil
  }

  private func add(_ peer: Peer, _ messages: [Message]) {
    peers[peer.rank] = peer
    if let speaker = claims.speaker { peer.socket.send(.speaker(speaker)) }
    if hasLeft { peer.socket.send(.leave) }
    for message in messages { take(message, from: peer) }
  }

  /// Closes the port when all ranks are connected, or after a time; says once whom the first rank does not hear of, as
  /// behind a firewall.
  func attendListener(elapsedSeconds: Double) {
    guard member.isListener, secondsListening < member.settings.secondsToConnect else { return }
    secondsListening += elapsedSeconds
    let missing = (member.rank + 1..<member.size).filter { peers[$0]?.hasSpoken != true }
    guard missing.isEmpty || secondsListening >= member.settings.secondsToConnect else { return }
    secondsListening = .infinity
    let place = listener?.endpoint.place
    listener?.close()
    listener = nil
    guard !missing.isEmpty, member.rank == 0, !hasLeft else { return }
    StandardError.write(warning(missing: missing, at: place))
  }

  private func warning(missing: [Int], at place: String?) -> String {
    let names = missing.prefix(20).map(String.init).joined(separator: ", ")
    let more = missing.count > 20 ? " and \(missing.count - 20) more" : ""
    let port = place ?? "\(member.host), whose system gave no port"
    let seconds = Int(member.settings.secondsToConnect)
    return
      "warning: no connection within \(seconds) s to \(port) from the ranks \(names)\(more): their stalls will "
      + "not be noticed; let the hosts of the job reach each other's TCP ports\n"
  }
}
