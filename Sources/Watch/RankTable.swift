/// What every rank was doing, in lines.
struct RankTable {
  let ranks: [WatchedRank]

  private static let titles = ["rank", "host", "step", "phase", "MPI call", "still", "heard"]

  /// - Parameter limit: of ranks; those that stand longest come before what is left out.
  func lines(limit: Int = 40) -> [String] {
    let shown = Set(ranks.sorted { Self.age($0) > Self.age($1) }.prefix(limit).map(\.rank))
    let rows = [Self.titles] + ranks.filter { shown.contains($0.rank) }.map(Self.row)
    let widths = Self.titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let line = zip(row, widths).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    let left = ranks.count - shown.count
    return left > 0 ? lines + ["and \(left) others, which have moved later"] : lines
  }

  private static func age(_ rank: WatchedRank) -> Double { max(rank.silentSeconds, rank.state.stillSeconds) }

  private static func row(_ rank: WatchedRank) -> [String] {
    let state = rank.state
    return [
      "\(rank.rank)", rank.host, state.step > 0 ? "\(state.step)" : "-", rank.hasLeft ? "done" : state.place,
      state.isWaiting ? state.call : "-", "\(Int(state.stillSeconds + rank.silentSeconds)) s",
      "\(Int(rank.silentSeconds)) s ago",
    ]
  }
}
