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

  /// One item for each image of a layout: of equal rows, the first.
  package init(file: NPYFile, layout: RowLayout) {
    switch layout {
    case .rowPerImage: self.init(file: file)
    case .rowPerCaption(let starts): self.init(file: file, rowOfItem: starts)
    }
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

  /// Writes the vector `[dimensions]` of an item as stored, without any preparation.
  package func copyRow(_ item: Int, into target: UnsafeMutablePointer<Float>) {
    precondition(item >= 0 && item < count, "item \(item) of \(count)")
    file.copyRow(rowOfItem.map { $0[item] } ?? item, into: target)
    spatial?.copyRow(item, into: target + file.columns)
  }
}
