/// How many phrases were left out, by reason.
package struct PhraseDrops: Equatable, Sendable {
  /// In the order of the reasons.
  private(set) var counts = [Int](repeating: 0, count: PhraseDrop.allCases.count)

  init() {}

  /// Counts as they were stored, one a reason.
  init(counts: [Int]) {
    precondition(counts.count == PhraseDrop.allCases.count, "\(counts.count) counts")
    self.counts = counts
  }

  package subscript(reason: PhraseDrop) -> Int { counts[reason.rawValue] }

  package var total: Int { counts.reduce(0, +) }

  mutating func add(_ reason: PhraseDrop, count: Int = 1) { counts[reason.rawValue] += count }
}
