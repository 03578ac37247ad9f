import NPY

/// Feature vectors of items `[count, dimensions]`, read row by row from a file: of images, regions or texts.
package struct FeatureRows: Sendable {
  package let file: NPYFile
  /// The row where an item's vector stands; `nil` when item i is row i.
  private let rowOfItem: [Int]?
  /// What stands behind the numbers of the file in each vector.
  private let spatial: SpatialFeatures?

  /// Item i is row i of the file.
  package init(file: NPYFile) { self.init(file: file, rowOfItem: nil, spatial: nil) }

  private init(file: NPYFile, rowOfItem: [Int]?, spatial: SpatialFeatures?) {
    self.file = file
    self.rowOfItem = rowOfItem
    self.spatial = spatial
  }

  /// One item for each image of a layout: of several rows, the first.
  package init(file: NPYFile, layout: RowLayout) {
    self.init(file: file, rowOfItem: layout.rowOfImage, spatial: nil)
  }

  /// Item i is the row `rowOfItem[i]` of the file.
  init(file: NPYFile, rowOfItem: [Int]) {
    precondition(rowOfItem.allSatisfy { $0 >= 0 && $0 < file.rows }, "an item beyond \(file.rows) rows")
    self.init(file: file, rowOfItem: rowOfItem, spatial: nil)
  }

  /// The same items with five more columns: where region i is in its photo.
  func appending(_ spatial: SpatialFeatures) -> FeatureRows {
    precondition(spatial.boxes.count == count, "\(spatial.boxes.count) boxes for \(count) regions")
    return FeatureRows(file: file, rowOfItem: rowOfItem, spatial: spatial)
  }

  /// The first items.
  func prefix(_ count: Int) -> FeatureRows {
    precondition(count <= self.count, "the first \(count) of \(self.count) items")
    return FeatureRows(
      file: file, rowOfItem: rowOfItem.map { Array($0.prefix(count)) } ?? Array(0..<count), spatial: spatial)
  }

  package var count: Int { rowOfItem?.count ?? file.rows }

  package var dimensions: Int { file.columns + (spatial == nil ? 0 : SpatialFeatures.dimensions) }

  /// Reads the vectors of some items, in the given order, and calls `body` with each item's place in that order and
  /// its vector `[dimensions]` as stored, valid until it returns. An item may stand twice.
  ///
  /// - Throws: when the file has become shorter or cannot be read; and what `body` throws.
  package func read(
    _ items: some Collection<Int>, _ body: (_ place: Int, _ row: StoredRow) throws -> Void
  ) throws {
    var next = items.startIndex
    try file.read(rows(of: items)) { place, bytes in
      try body(place, StoredRow(bytes, file.elementType, item: items[next], spatial: spatial))
      items.formIndex(after: &next)
    }
  }

  /// Asks the system to fetch the vectors of some items from the disk, and does not wait for them.
  package func willRead(_ items: some Collection<Int>) { file.willRead(rows(of: items)) }

  private func rows(of items: some Collection<Int>) -> some Sequence<Int> {
    items.lazy.map { item in
      precondition(item >= 0 && item < count, "item \(item) of \(count)")
      return rowOfItem.map { $0[item] } ?? item
    }
  }
}
