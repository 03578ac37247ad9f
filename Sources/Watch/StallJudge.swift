/// Decides whether a job has stalled, and who holds it up.
///
/// Those who wait in MPI are never to blame while another does not: it is the one that has not arrived.
struct StallJudge {
  let timeoutSeconds: Double
  /// Of the rank that judges.
  let host: String

  /// Nil while the job goes on.
  func stall(of ranks: [WatchedRank]) -> Stall? {
    guard timeoutSeconds > 0 else { return nil }
    let silent = ranks.filter { !$0.hasLeft && $0.silentSeconds >= timeoutSeconds }
    if !silent.isEmpty {
      if isInDoubt(silent, among: ranks) { return nil }
      return Stall(silence(of: silent, among: ranks), silent, timeoutSeconds)
    }
    let still = ranks.filter { !$0.isWaiting && $0.state.stillSeconds >= timeoutSeconds }
    if !still.isEmpty { return Stall(.stands, still, timeoutSeconds) }
    return deadlock(of: ranks)
  }

  /// A rank that lives is heard of more often.
  private static let quietSeconds = 1.5
  private static let doubtSeconds = 2.0

  /// Whether other ranks of such a host are quiet too: it may be out of reach, of which each rank's silence tells at
  /// another time. Not for long.
  private func isInDoubt(_ silent: [WatchedRank], among ranks: [WatchedRank]) -> Bool {
    let hosts = Set(silent.map(\.host)).subtracting([host])
    let quiet = ranks.contains { rank in
      hosts.contains(rank.host) && !rank.hasLeft && rank.silentSeconds >= Self.quietSeconds
        && rank.silentSeconds < timeoutSeconds
    }
    return quiet && silent.allSatisfy { $0.silentSeconds < timeoutSeconds + Self.doubtSeconds }
  }

  private func silence(of silent: [WatchedRank], among ranks: [WatchedRank]) -> Stall.Kind {
    let hosts = Set(silent.map(\.host))
    let isWhole = ranks.allSatisfy { rank in
      !hosts.contains(rank.host) || silent.contains { $0.rank == rank.rank }
    }
    return isWhole && !hosts.contains(host) ? .unreachableHost : .silent
  }

  /// Everybody waits: those are to blame that have come to fewer of the collectives of all ranks.
  private func deadlock(of ranks: [WatchedRank]) -> Stall? {
    let present = ranks.filter { !$0.hasLeft }
    // Those that are done count too: where they have just left, the others need not have been heard of since.
    let stands = ranks.allSatisfy { $0.isWaiting && $0.secondsUnchanged >= timeoutSeconds }
    guard stands, !present.isEmpty else { return nil }
    let counts = present.map(\.state.worldCallCount)
    let behind = present.filter { $0.state.worldCallCount < (counts.max() ?? 0) }
    return behind.isEmpty
      ? Stall(.everyoneWaits, present, timeoutSeconds) : Stall(.behind, behind, timeoutSeconds)
  }
}
