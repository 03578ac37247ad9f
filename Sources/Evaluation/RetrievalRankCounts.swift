/// How many phrases have their first correct candidate at each rank.
package struct RetrievalRankCounts: Equatable, Sendable {
  /// Place r - 1 counts rank r; the last place counts the phrases without a correct candidate.
  private(set) var counts: [Int]

  /// - Parameter limit: the largest rank that can occur.
  init(limit: Int) {
    precondition(limit >= 0)
    self.init(counts: Array(repeating: 0, count: limit + 1))
  }

  /// - Parameter counts: as `counts` of others, added up.
  init(counts: [Int]) {
    precondition(!counts.isEmpty)
    self.counts = counts
  }

  /// - Parameter rank: from 1; nil: no candidate is correct.
  mutating func add(_ rank: Int?) {
    precondition(rank.map { $0 >= 1 && $0 < counts.count } ?? true, "rank outside of 1...\(counts.count - 1)")
    counts[(rank ?? counts.count) - 1] += 1
  }
}

extension RetrievalRankCounts {
  /// Phrases counted.
  package var total: Int { counts.reduce(0, +) }
  /// Phrases with a correct candidate at any rank.
  package var found: Int { counts.dropLast().reduce(0, +) }

  /// Percent of the phrases with a correct candidate among the first `limit`.
  package func recall(at limit: Int) -> Double {
    percent(counts.dropLast().prefix(limit).reduce(0, +))
  }

  /// Percent of the phrases with a correct candidate: no model can have a larger recall.
  package var upperBound: Double { percent(found) }

  /// The middle rank of the found, of an even number the mean of the two in the middle; nil when none is found.
  package var medianRank: Double? {
    let found = self.found
    guard let lower = rank(atPlace: (found - 1) / 2), let upper = rank(atPlace: found / 2) else { return nil }
    return Double(lower + upper) / 2
  }

  /// The mean rank of the found; nil when none is.
  package var meanRank: Double? {
    guard found > 0 else { return nil }
    let sum = counts.dropLast().enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    return Double(sum) / Double(found)
  }

  private func percent(_ part: Int) -> Double {
    total == 0 ? 0 : 100 * Double(part) / Double(total)
  }

  /// The rank at a place, from 0, among the ranks of the found in ascending order.
  private func rank(atPlace place: Int) -> Int? {
    var below = 0
    for (index, count) in counts.dropLast().enumerated() {
      below += count
      if place < below { return index + 1 }
    }
    return nil
  }
}
