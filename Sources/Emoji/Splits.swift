/// Which pictures are for testing, for development and for training.
package struct Splits<Item> {
  package let test: [Item]
  package let dev: [Item]
  package let train: [Item]

  package static var testCount: Int { 500 }
  package static var devCount: Int { 250 }

  /// Orders `items` by `hash` and takes the first `testCount` for testing, the next `devCount` for development and
  /// the rest for training. Inside a split the items keep the order in which they were given.
  /// - Precondition: there are at least `testCount + devCount` items, no two of them with one hash.
  package init(
    of items: [Item], testCount: Int = Splits.testCount, devCount: Int = Splits.devCount,
    hash: (Item) -> UInt64
  ) {
    precondition(items.count >= testCount + devCount, "\(items.count) items are too few")
    let hashes = items.map(hash)
    precondition(Set(hashes).count == hashes.count, "two items have the same hash")
    let order = items.indices.sorted { hashes[$0] < hashes[$1] }
    func inGivenOrder(_ part: ArraySlice<Int>) -> [Item] { part.sorted().map { items[$0] } }
    test = inGivenOrder(order.prefix(testCount))
    dev = inGivenOrder(order.dropFirst(testCount).prefix(devCount))
    train = inGivenOrder(order.dropFirst(testCount + devCount))
  }
}
