/// What is known of a rank when the job is judged.
struct WatchedRank: Equatable, Sendable {
  let rank: Int
  let host: String
  var state = RankState()
  /// Since it was heard of.
  var silentSeconds = 0.0
  /// It is done, and waits for the end of the job.
  var hasLeft = false

  /// Whether it waits for others.
  var isWaiting: Bool { hasLeft || state.isWaiting }

  /// Since it moved; one that is done need not be heard of any more.
  var secondsUnchanged: Double { state.stillSeconds + (hasLeft ? silentSeconds : 0) }

  /// "rank 1 of 8 on host-b, step 12, phase backward".
  func description(of size: Int) -> String { "rank \(rank) of \(size) on \(host), \(state.description)" }
}
