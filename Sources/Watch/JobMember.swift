/// This process in its job.
package struct JobMember: Sendable {
  package let rank: Int
  package let size: Int
  package let host: String
  package let settings: WatchSettings

  package init(rank: Int, size: Int, host: String, settings: WatchSettings) {
    self.rank = rank
    self.size = size
    self.host = host
    self.settings = settings
  }

  /// Ranks that listen: the first, and the second in case the first ends.
  static let listenerCount = 2

  /// Whether others connect to this rank.
  var isListener: Bool { rank < Self.listenerCount && rank + 1 < size }
}
