/// Figures in columns for a terminal.
struct FigureTable {
  /// Characters of the column of names.
  let nameWidth: Int
  let titles: [String]

  var heading: String { line("", titles) }

  /// - Parameter cells: at most as many as there are titles.
  func line(_ name: String, _ cells: [String]) -> String {
    name + Self.spaces(nameWidth - name.count)
      + zip(titles, cells).map { title, cell in
        Self.spaces(max(7, title.count + 2) - cell.count) + cell
      }.joined()
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
