/// For each of `count` items an ascending list of positions, stored as one run (compressed sparse rows).
///
/// List i is `positions[starts[i]..<starts[i + 1]]`. Inner loops take the two arrays' buffers once
/// (`withUnsafeBufferPointer`) instead of a slice for each item.
package struct PositionLists: Equatable, Sendable {
  /// `[count + 1]`, ascending from 0.
  package let starts: [Int]
  /// `[pairCount]`.
  package let positions: [Int32]

  init(starts: [Int], positions: [Int32]) {
    self.starts = starts
    self.positions = positions
  }

  init(_ lists: [[Int32]]) {
    starts = Self.starts(ofSizes: lists.map(\.count))
    positions = Array(lists.joined())
  }

  /// The lists of the positions of equal numbers: list g holds the positions i with `groups[i] == g`. Positions
  /// with a negative number are left out.
  init(grouping groups: [Int32], groupCount: Int) {
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in groups where group >= 0 { sizes[Int(group)] += 1 }
    var cursors = Self.starts(ofSizes: sizes)
    starts = cursors
    var sorted = [Int32](repeating: 0, count: cursors[groupCount])
    for (position, group) in groups.enumerated() where group >= 0 {
      sorted[cursors[Int(group)]] = Int32(position)
      cursors[Int(group)] += 1
    }
    positions = sorted
  }

  package var count: Int { starts.count - 1 }

  /// The lengths of all lists together.
  package var pairCount: Int { positions.count }

  /// Where list `item` stands in `positions`.
  package func range(of item: Int) -> Range<Int> { starts[item]..<starts[item + 1] }

  package subscript(item: Int) -> ArraySlice<Int32> { positions[range(of: item)] }

  /// The same pairs seen from the other side: list p holds the items whose list holds position p.
  func transposed(count: Int) -> PositionLists {
    var sizes = [Int](repeating: 0, count: count)
    for position in positions { sizes[Int(position)] += 1 }
    var cursors = Self.starts(ofSizes: sizes)
    let newStarts = cursors
    var items = [Int32](repeating: 0, count: positions.count)
    for item in 0..<self.count {
      for index in range(of: item) {
        let position = Int(positions[index])
        items[cursors[position]] = Int32(item)
        cursors[position] += 1
      }
    }
    return PositionLists(starts: newStarts, positions: items)
  }

  private static func starts(ofSizes sizes: [Int]) -> [Int] {
    var starts = [0]
    starts.reserveCapacity(sizes.count + 1)
    var total = 0
    for size in sizes {
      total += size
      starts.append(total)
    }
    return starts
  }
}
