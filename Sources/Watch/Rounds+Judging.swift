import CWatch
import Failures
import Foundation

extension Rounds {
  /// Ends the job where a rank has died or does not move; this process, where the job has ended without it.
  func judge(elapsedSeconds: Double) {
    judgeDeaths(elapsedSeconds: elapsedSeconds)
    if claims.speaker == nil { judgeStalls() }
    guard let left = secondsToEnd else { return }
    secondsToEnd = left - elapsedSeconds
    if left - elapsedSeconds <= 0 { _exit(ExitStatus.tryAgain.rawValue) }
  }

  /// Waits a little before it tells a death: where the launcher ends all ranks, this one ends meanwhile too, and nothing
  /// is to be told; where a host goes down, its other ranks are heard of.
  private func judgeDeaths(elapsedSeconds: Double) {
    let dead = peers.values.filter(\.isDead).map(\.rank).sorted()
    guard !dead.isEmpty else { return }
    deathSeconds += elapsedSeconds
    let isFirst = deathSeconds == elapsedSeconds
    guard let teller = (0..<JobMember.listenerCount).first(where: { !dead.contains($0) }),
      teller == member.rank
    else {
      if isFirst { secondsToEnd = min(secondsToEnd ?? 2, 2) }
      return
    }
    // Whoever fails only because that rank is gone shall not speak.
    if claims.speaker == nil { claims.judge() }
    guard claims.isJudge, secondsToEnd == nil, deathSeconds >= 0.2 else {
      if claims.speaker != member.rank, secondsToEnd == nil { secondsToEnd = 3 }
      return
    }
    let ranks = known.filter { dead.contains($0.rank) }
    let failure = Failure(
      .tryAgain, "\(Stall.names(of: ranks)) ended without a word (killed, crashed, or out of memory)",
      remedy: "look at the system's log of that host, then give the same command again")
    // The launcher's status shall be that of the death: it must hear of it first.
    end(
      failure, about: ranks, details: ranks.count > 1 ? RankTable(ranks: ranks).lines() : [], afterSeconds: 2)
  }

  private func judgeStalls() {
    let timeout = Double(member.settings.stallTimeoutSeconds)
    let judge = StallJudge(timeoutSeconds: timeout, host: member.host)
    let isFirstSilent = timeout > 0 && (peers[0]?.silentSeconds ?? 0) >= timeout
    if member.rank == 0 || (member.rank == 1 && isFirstSilent) {
      let ranks = known
      guard let stall = judge.stall(of: ranks) else { return }
      claims.judge()
      let isAway = stall.culprits.contains { $0.silentSeconds >= timeout && $0.host != member.host }
      if isAway { endLauncher() }
      end(stall.failure, about: stall.culprits, details: RankTable(ranks: ranks).lines(), afterSeconds: 0)
    } else if isFirstSilent {
      endAlone(timeoutSeconds: timeout)
    }
  }

  /// Of a rank that hears nothing of those that judge.
  private func endAlone(timeoutSeconds: Double) {
    let listeners = peers.values.filter { !$0.socket.isClosed }
    let silence = listeners.map(\.silentSeconds).min() ?? .infinity
    // The second listener, where it is heard of, tells and ends all.
    guard silence >= timeoutSeconds || (peers[0]?.silentSeconds ?? 0) >= timeoutSeconds + 2 else { return }
    guard secondsToEnd == nil else { return }
    if peers[0]?.host != member.host { endLauncher() }
    teller.log.write(
      "ends: nothing was heard of rank 0 for \(Int(timeoutSeconds)) s; \(own.description(of: member.size))")
    secondsToEnd = 1
  }

  private func end(
    _ failure: Failure, about ranks: [WatchedRank], details: [String], afterSeconds seconds: Int
  ) {
    let notice = teller.notice(failure, about: ranks.count == 1 ? ranks.first : nil, details: details)
    // Behind whatever a rank has written without ending its line, as one that crashes does.
    teller.tell("\n" + notice, of: failure)
    for peer in peers.values { peer.socket.send(.end(String(notice.dropLast()), afterSeconds: seconds)) }
    // What was sent needs a moment.
    secondsToEnd = Double(seconds) + 0.2
  }

  /// Over a link that is cut, the launcher would wait for its counterpart.
  private func endLauncher() {
    if let launcher = LaunchCommand.launcher { watch_end_launcher_after(launcher, 2) }
  }
}
