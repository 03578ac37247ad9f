import Failures
import Foundation

/// What the watching thread does, a few times a second: it looks at its own process, hears the other ranks, and judges.
final class Rounds {
  let member: JobMember
  let teller: Teller
  let requests: RequestBoard
  /// Nil once it is closed, or where the system gave none.
  var listener: Listener?
  /// Its ranks' hosts, as MPI knows them; empty where no ranks connect to this one.
  let hosts: [String]
  /// Listening ranks that this one is not connected with yet.
  var joinings: [Joining]
  private(set) var sampler = ActivitySampler()
  /// Of the ranks that this one is connected with.
  var peers: [Int: Peer] = [:]
  var claims: Claims
  /// Since the first death of a rank.
  var deathSeconds = 0.0
  /// Until this process ends; nil while it need not.
  var secondsToEnd: Double?
  private var secondsToTelling = 0.0
  var secondsListening = 0.0
  var hasLeft = false

  /// Between two rounds in which nothing comes; less while others wait to be let in.
  private var pauseMilliseconds: Int32 { listener?.isResting == true ? 50 : 200 }
  /// Between two words to the listeners: often, as long as these are not busy with hearing.
  private var tellingSeconds: Double { member.size <= 64 ? 0.5 : 1 }

  init(
    member: JobMember, teller: Teller, requests: RequestBoard, connections: WatchConnections
  ) {
    self.member = member
    self.teller = teller
    self.requests = requests
    listener = connections.listener
    hosts = connections.hosts
    joinings = connections.joinings
    claims = Claims(rank: member.rank)
  }

  func run() -> Never {
    var last = ContinuousClock.now
    while true {
      let now = ContinuousClock.now
      let elapsed = (now - last) / .seconds(1)
      last = now
      // A process that was stopped itself has not waited for the others meanwhile.
      round(elapsedSeconds: min(elapsed, 1))
      wait()
    }
  }

  private func wait() {
    let sockets = peers.values.filter { !$0.socket.isClosed }.map(\.socket.descriptor)
    let all = [requests.wakingDescriptor] + (listener?.descriptors ?? []) + sockets
    var entries =
      all.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) } + joinings.compactMap(\.entry)
    // A call that fails would not wait: this thread must not spin where the system is short of something.
    if poll(&entries, nfds_t(entries.count), pauseMilliseconds) < 0 {
      usleep(UInt32(pauseMilliseconds) * 1000)
    }
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
    attendListener(elapsedSeconds: elapsedSeconds)
    judge(elapsedSeconds: elapsedSeconds)
  }

  func take(_ message: Message, from peer: Peer) {
    peer.silentSeconds = 0
    peer.hasSpoken = true
    switch message {
    case .state(let state): peer.state = state
    case .leave:
      peer.hasLeft = true
      peer.state.stillSeconds = 0
    case .claim:
      peer.hasClaimed = true
      claims.ask(peer.rank)
    case .speaker(let rank):
      guard rank < member.size else { break }
      claims.name(rank)
      peers[rank]?.hasClaimed = true
    case .answer(let may): claims.answer(may, from: peer.rank)
    case .end(let text, let seconds):
      teller.log.write("ends, as rank \(peer.rank) has told: \(text)")
      secondsToEnd = min(secondsToEnd ?? .infinity, Double(seconds))
    case .welcome: break
    }
  }

  private func answerRequests(elapsedSeconds: Double) {
    if requests.isAsked(\.claim) { claims.ask(member.rank) }
    let listener = (0..<min(member.rank, JobMember.listenerCount))
      .first { peers[$0]?.canAnswer == true }
    let isJoining = joinings.contains { $0.listener < listener ?? .max }
    let isHeardByAll = !member.isListener || peers.count >= member.size - 1
    let actions = claims.settle(
      listener: listener, isHeardByAll: isHeardByAll, isJoining: isJoining, elapsedSeconds: elapsedSeconds)
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
