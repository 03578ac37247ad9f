/// The rows of a table by a number that each row has, such as its image.
struct RowGroups: Equatable, Sendable {
  /// Where each group begins in `rows`, and the number of rows at the end.
  let starts: [Int]
  /// All rows, group by group, ascending in each.
  let rows: [Int32]

  /// - Parameters:
  ///   - groups: for each row its group.
  ///   - count: the number of groups.
  init(of groups: [Int32], count: Int) {
    var starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var cursors = starts
    var rows = [Int32](repeating: 0, count: groups.count)
    for (row, group) in groups.enumerated() {
      rows[cursors[Int(group)]] = Int32(row)
      cursors[Int(group)] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  subscript(group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }
}
