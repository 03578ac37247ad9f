import Failures

/// Why a job does not go on.
struct Stall: Equatable, Sendable {
  enum Kind: Sendable {
    /// Nothing is heard of any rank of other hosts.
    case unreachableHost
    /// Nothing is heard of ranks whose hosts can be reached.
    case silent
    /// Ranks that do not move, and do not wait for others.
    case stands
    /// All wait, and some have come to fewer collectives than the others.
    case behind
    case everyoneWaits
  }

  let kind: Kind
  let culprits: [WatchedRank]
  let timeoutSeconds: Double

  init(_ kind: Kind, _ culprits: [WatchedRank], _ timeoutSeconds: Double) {
    self.kind = kind
    self.culprits = culprits
    self.timeoutSeconds = timeoutSeconds
  }

  var failure: Failure {
    Failure(
      .tryAgain, found, expected: "every rank to move within --stall-timeout \(Int(timeoutSeconds))",
      remedy: remedy)
  }

  private var found: String {
    let names = Self.names(of: culprits)
    let has = culprits.count == 1 ? "has" : "have"
    let seconds = "\(Int(timeoutSeconds)) s"
    return switch kind {
    case .unreachableHost: "nothing was heard of \(names) for \(seconds): the link is cut or the host is down"
    case .silent: "nothing was heard of \(names) for \(seconds): stopped, or out of reach"
    case .stands: "\(names) \(has) not moved for \(seconds)"
    case .behind: "\(names) \(has) not come to where the others wait, for \(seconds)"
    case .everyoneWaits: "all ranks have waited for one another for \(seconds)"
    }
  }

  private var remedy: String {
    switch kind {
    case .unreachableHost: "look at the network, then give the same command again"
    case .silent, .stands: "look at that process and its host, then give the same command again"
    case .behind, .everyoneWaits: "give the same command again, with --check-collectives"
    }
  }

  /// "ranks 2, 3 on host-b".
  static func names(of ranks: [WatchedRank]) -> String {
    let numbers = ranks.map { "\($0.rank)" }.joined(separator: ", ")
    let hosts = Set(ranks.map(\.host)).sorted().joined(separator: ", ")
    return "\(ranks.count == 1 ? "rank" : "ranks") \(numbers) on \(hosts)"
  }
}
