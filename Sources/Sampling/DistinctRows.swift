/// The rows of a batch's texts, each once, with the positions at which they stand.
///
/// A frequent phrase stands at many positions and has very many images: what is true of its row is worked out once.
struct DistinctRows {
  /// Ascending.
  let rows: [Int32]
  /// For each of `rows` its positions, ascending.
  let positions: PositionLists
  /// For each position where its row stands in `rows`.
  private let placeOfPosition: [Int32]

  init(_ rowOfPosition: [Int32]) {
    rows = Set(rowOfPosition).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(rows, Int32(0)...))
    placeOfPosition = rowOfPosition.map { places[$0, default: -1] }
    positions = PositionLists(grouping: placeOfPosition, groupCount: rows.count)
  }

  var count: Int { rows.count }

  /// The positions at which any of some rows stands, ascending. Rows that the batch lacks have none.
  ///
  /// - Parameter wanted: ascending, none twice.
  func positions(ofRows wanted: ArraySlice<Int32>) -> [Int32] {
    var found: [Int32] = []
    for row in wanted {
      let place = rows.lowerBound(of: row)
      if place < rows.count && rows[place] == row { found += positions[place] }
    }
    return found.sorted()
  }

  /// For each of `rows` the places of the others that a list of the data's rows names, ascending.
  ///
  /// - Parameter lists: for each row of the data others, ascending.
  func places(of lists: PositionLists) -> PositionLists {
    PositionLists(
      rows.map { row in
        var found: [Int32] = []
        var place = 0
        for other in lists[Int(row)] {
          while place < rows.count, rows[place] < other { place += 1 }
          guard place < rows.count else { break }
          if rows[place] == other { found.append(Int32(place)) }
        }
        return found
      })
  }

  /// For each position those of the rows that a list of places names, ascending.
  ///
  /// - Parameters:
  ///   - lists: for each of `rows` places of others.
  ///   - alike: whether the other positions of the same row belong to them too.
  func spread(_ lists: PositionLists, alike: Bool) -> PositionLists {
    var starts = [0]
    var spread: [Int32] = []
    for (position, place) in placeOfPosition.enumerated() {
      let start = spread.count
      for other in lists[Int(place)] { spread += positions[Int(other)] }
      if alike { spread += positions[Int(place)].filter { $0 != Int32(position) } }
      spread[start...].sort()
      starts.append(spread.count)
    }
    return PositionLists(starts: starts, positions: spread)
  }
}

extension Array where Element: BinaryInteger {
  /// The index of the first element that is not below `value`, in an ascending array.
  func lowerBound(of value: Element) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
