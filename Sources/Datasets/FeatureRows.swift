import NPY

/// Feature vectors of items `[count, dimensions]`, read row by row from a file: of images, or of captions.
package struct FeatureRows: Sendable {
  package let file: NPYFile
  /// The row where an item's vector stands; `nil` when item i is row i.
  private let rowOfItem: [Int]?

  /// Item i is row i of the file.
  package init(file: NPYFile) {
    self.file = file
    rowOfItem = nil
  }

  /// One item for each image of a layout: of equal rows, the first.
  package init(file: NPYFile, layout: RowLayout) {
    self.file = file
    switch layout {
    case .rowPerImage: rowOfItem = nil
    case .rowPerCaption(let starts): rowOfItem = starts
    }
  }

  package var count: Int { rowOfItem?.count ?? file.rows }

  package var dimensions: Int { file.columns }

  /// Writes the vector `[dimensions]` of an item as stored, without any preparation.
  package func copyRow(_ item: Int, into target: UnsafeMutablePointer<Float>) {
    precondition(item >= 0 && item < count, "item \(item) of \(count)")
    file.copyRow(rowOfItem.map { $0[item] } ?? item, into: target)
  }
}
