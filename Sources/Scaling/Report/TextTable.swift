/// Columns for a terminal, each as wide as its widest cell and set to the right.
struct TextTable {
  let titles: [String]
  private(set) var rows: [[String]] = []

  init(_ titles: [String]) { self.titles = titles }

  mutating func append(_ cells: [String]) {
    precondition(cells.count == titles.count, "\(cells.count) cells under \(titles.count) titles")
    rows.append(cells)
  }

  var text: String {
    let widths = titles.indices.map { column in ([titles] + rows).map { $0[column].count }.max() ?? 0 }
    return ([titles] + rows).map { cells in
      zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
