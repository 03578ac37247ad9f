import Failures
import Foundation

/// What the watching thread does, a few times a second: it looks at its own process, hears the other ranks, and judges.
final class Rounds {
  let member: JobMember
  let teller: Teller
  let requests: RequestBoard
  let listener: Listener?
  private let endpoints: [Endpoint?]
  private var sampler = ActivitySampler()
  /// Of the ranks that this one is connected with.
  var peers: [Int: Peer] = [:]
  var claims: Claims
  /// Since the first death of a rank.
  var deathSeconds = 0.0
  /// Until this process ends; nil while it need not.
  var secondsToEnd: Double?
  private var secondsToTelling = 0.0
  private var secondsAlone = 0.0
  private var hasReported = false
  private var hasLeft = false

  private static let pauseMilliseconds: Int32 = 200
  /// Between two words to the listeners: often, as long as these are not busy with hearing.
  private var tellingSeconds: Double { member.size <= 64 ? 0.5 : 1 }

  init(
    member: JobMember, teller: Teller, requests: RequestBoard, listener: Listener?, endpoints: [Endpoint?]
  ) {
    self.member = member
    self.teller = teller
    self.requests = requests
    self.listener = listener
    self.endpoints = endpoints
    claims = Claims(rank: member.rank)
  }

  func run() -> Never {
    connect()
    var last = ContinuousClock.now
    while true {
      wait()
      let now = ContinuousClock.now
      let elapsed = (now - last) / .seconds(1)
      last = now
      // A process that was stopped itself has not waited for the others meanwhile.
      round(elapsedSeconds: min(elapsed, 1))
    }
  }

  /// To the ranks that listen and came before this one.
  private func connect() {
    for (rank, endpoint) in endpoints.enumerated() where rank < member.rank {
      guard let endpoint, let (socket, messages) = endpoint.connect(asRank: member.rank, on: member.host)
      else { continue }
      add(Peer(rank: rank, host: endpoint.host, socket: socket), messages)
    }
  }

  private func wait() {
    let sockets = peers.values.filter { !$0.socket.isClosed }.map(\.socket.descriptor)
    let all = [requests.wakingDescriptor] + (listener?.descriptors ?? []) + sockets
    var entries = all.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&entries, nfds_t(entries.count), Self.pauseMilliseconds)
    requests.clearWaking()
  }

  private func round(elapsedSeconds: Double) {
    sampler.look(elapsedSeconds: elapsedSeconds)
    hear(elapsedSeconds: elapsedSeconds)
    secondsToTelling -= elapsedSeconds
    if secondsToTelling <= 0 {
      secondsToTelling = tellingSeconds
      for peer in peers.values { peer.socket.send(.state(sampler.state)) }
      if sampler.state.step > 0 { teller.log.flush() }
    }
    answerRequests(elapsedSeconds: elapsedSeconds)
    reportMissing(elapsedSeconds: elapsedSeconds)
    judge(elapsedSeconds: elapsedSeconds)
  }

  private func hear(elapsedSeconds: Double) {
    for peer in peers.values {
      peer.silentSeconds += elapsedSeconds
      for message in peer.socket.receive() { take(message, from: peer) }
    }
    for (peer, messages) in listener?.accept() ?? [] { add(peer, messages) }
  }

  private func add(_ peer: Peer, _ messages: ArraySlice<Message>) {
    peers[peer.rank] = peer
    if let speaker = claims.speaker { peer.socket.send(.speaker(speaker)) }
    for message in messages { take(message, from: peer) }
  }

  private func take(_ message: Message, from peer: Peer) {
    peer.silentSeconds = 0
    switch message {
    case .state(let state): peer.state = state
    case .leave:
      peer.hasLeft = true
      peer.state.stillSeconds = 0
    case .claim:
      peer.hasClaimed = true
      claims.ask(peer.rank)
    case .speaker(let rank):
      claims.name(rank)
      peers[rank]?.hasClaimed = true
    case .answer(let may): claims.answer(may, from: peer.rank)
    case .end(let text, let seconds):
      teller.log.write("ends, as rank \(peer.rank) has told: \(text)")
      secondsToEnd = min(secondsToEnd ?? .infinity, Double(seconds))
    case .hello, .welcome: break
    }
  }

  private func answerRequests(elapsedSeconds: Double) {
    if requests.isAsked(\.claim) { claims.ask(member.rank) }
    let listener = (0..<min(member.rank, JobMember.listenerCount))
      .first { peers[$0]?.canAnswer == true }
    let isHeardByAll = !member.isListener || peers.count >= member.size - 1
    let actions = claims.settle(
      listener: listener, isHeardByAll: isHeardByAll, elapsedSeconds: elapsedSeconds)
    for action in actions { perform(action) }
    if requests.isAsked(\.leave) {
      for peer in peers.values { peer.socket.send(.leave) }
      hasLeft = true
      requests.answer(\.leave, true)
    }
  }

  private func perform(_ action: Claims.Action) {
    switch action {
    case .ask(let listener): peers[listener]?.socket.send(.claim)
    // Else the other listener would take what follows for deaths of which nobody has told.
    case .announce(let speaker): for peer in peers.values { peer.socket.send(.speaker(speaker)) }
    case .answer(member.rank, let isYes): requests.answer(\.claim, isYes)
    case .answer(let rank, let isYes): peers[rank]?.socket.send(.answer(isYes))
    }
  }

  /// Says once which ranks the first does not hear of, as behind a firewall.
  private func reportMissing(elapsedSeconds: Double) {
    guard member.rank == 0, !hasReported, !hasLeft else { return }
    secondsAlone += elapsedSeconds
    let missing = (1..<max(1, member.size)).filter { peers[$0] == nil }
    hasReported = missing.isEmpty || secondsAlone > 15
    guard hasReported, !missing.isEmpty else { return }
    let port =
      listener.map { "TCP port \($0.endpoint.port) of \(member.host)" }
      ?? "a port, which the system did not give"
    let names = missing.map(String.init).joined(separator: ", ")
    StandardError.write(
      "warning: no connection to \(port) from the ranks \(names): their stalls will not be noticed\n")
  }

  /// This rank.
  var own: WatchedRank {
    WatchedRank(rank: member.rank, host: member.host, state: sampler.state, hasLeft: hasLeft)
  }

  /// Everyone this rank hears of, and itself, in the order of the ranks.
  var known: [WatchedRank] {
    let others = peers.values.map {
      WatchedRank(
        rank: $0.rank, host: $0.host, state: $0.state, silentSeconds: $0.silentSeconds, hasLeft: $0.hasLeft)
    }
    return ([own] + others).sorted { $0.rank < $1.rank }
  }
}
