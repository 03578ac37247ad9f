/// The places of a batch's items of one kind, by the rows of the other kind that they are linked to.
///
/// Sorted pairs rather than a table of all rows of the data: a batch meets few of them.
struct PositionsByRow {
  private let count: Int
  /// The rows that some position is linked to, ascending; list i of `lists` are the positions linked to row i.
  private let rows: [Int32]
  private let lists: PositionLists

  /// - Parameter rowsOfPosition: The rows a position is linked to, none twice.
  init(count: Int, rowsOfPosition: (Int) -> ArraySlice<Int32>) {
    var pairs: [UInt64] = []
    for position in 0..<count {
      for row in rowsOfPosition(position) {
        pairs.append(UInt64(UInt32(row)) << 32 | UInt64(UInt32(position)))
      }
    }
    pairs.sort()
    var rows: [Int32] = []
    var starts: [Int] = []
    for (index, pair) in pairs.enumerated() {
      let row = Int32(pair >> 32)
      guard row != rows.last else { continue }
      rows.append(row)
      starts.append(index)
    }
    starts.append(pairs.count)
    self.count = count
    self.rows = rows
    lists = PositionLists(starts: starts, positions: pairs.map { Int32(truncatingIfNeeded: $0) })
  }

  /// For each position the others that are linked to one of its rows.
  func neighbors() -> PositionLists {
    let rowsOfPosition = lists.transposed(count: count)
    let listed = lists.positions
    var starts = [0]
    var positions: [Int32] = []
    // The position that last listed this one, so that two shared rows list it once.
    var lastListedBy = [Int](repeating: -1, count: count)
    for position in 0..<count {
      lastListedBy[position] = position
      let rowRange = rowsOfPosition.range(of: position)
      // Indices, not slices: retaining a slice for each row cost more than all the rest.
      for rowIndex in rowRange {
        for index in lists.range(of: Int(rowsOfPosition.positions[rowIndex])) {
          let other = listed[index]
          guard lastListedBy[Int(other)] != position else { continue }
          lastListedBy[Int(other)] = position
          positions.append(other)
        }
      }
      let start = starts[position]
      // One row's list ascends already.
      if rowRange.count > 1 && positions.count > start + 1 { positions[start...].sort() }
      starts.append(positions.count)
    }
    return PositionLists(starts: starts, positions: positions)
  }

  /// For each position the others that `other` links to one of its rows, in either direction, without those listed
  /// in `besides`.
  func meeting(_ other: PositionsByRow, besides known: PositionLists) -> PositionLists {
    precondition(count == other.count && count == known.count)
    let there = rowsMet(in: other)
    let back = there.transposed(count: count)
    var starts = [0]
    var positions: [Int32] = []
    var isKnown = [Bool](repeating: false, count: count)
    for position in 0..<count {
      for listed in known[position] { isKnown[Int(listed)] = true }
      isKnown[position] = true
      let met = Set(there[position]).union(back[position])
      positions += met.filter { !isKnown[Int($0)] }.sorted()
      starts.append(positions.count)
      isKnown[position] = false
      for listed in known[position] { isKnown[Int(listed)] = false }
    }
    return PositionLists(starts: starts, positions: positions)
  }

  /// For each position those that `other` links to one of its rows; some of them twice.
  private func rowsMet(in other: PositionsByRow) -> PositionLists {
    let rowsOfPosition = lists.transposed(count: count)
    var starts = [0]
    var positions: [Int32] = []
    for position in 0..<count {
      for rowIndex in rowsOfPosition[position] {
        let row = rows[Int(rowIndex)]
        let index = other.rows.lowerBound(of: row)
        if index < other.rows.count && other.rows[index] == row { positions += other.lists[index] }
      }
      starts.append(positions.count)
    }
    return PositionLists(starts: starts, positions: positions)
  }
}
