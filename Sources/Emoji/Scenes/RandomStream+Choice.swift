import Random

extension RandomStream {
  /// A uniform integer in `range`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + nextIndex(below: range.count)
  }

  /// True once in `count` times.
  mutating func isOnce(in count: Int) -> Bool { nextIndex(below: count) == 0 }

  /// One of `items`, all equally likely.
  /// - Precondition: there is at least one.
  mutating func choice<Item>(of items: [Item]) -> Item { items[nextIndex(below: items.count)] }

  /// A uniform number in `lower..<upper`.
  mutating func number(from lower: Float, to upper: Float) -> Float {
    lower + (upper - lower) * nextUniform()
  }
}
