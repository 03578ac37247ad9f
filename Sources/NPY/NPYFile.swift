import Failures
import Files

/// A matrix `[rows, columns]` in a NumPy `.npy` file, never read whole.
///
/// Strict: row-major, little-endian, two dimensions, and exactly as many bytes as the shape says.
package struct NPYFile: Sendable {
  package let rows: Int
  package let columns: Int
  package let elementType: NPYElementType
  let file: InputFile
  private let dataOffset: Int

  package var path: String { file.path }

  /// The size of the whole file in bytes.
  package var fileByteCount: Int { file.byteCount }

  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it is not such a matrix, or when it is
  ///   shorter or longer than its shape says.
  package init(path: String) throws {
    file = try InputFile(path)
    let header = try NPYHeader(of: file)
    elementType = try header.featureType(path: path)
    (rows, columns) = try header.matrixShape(allowsVector: false, path: path)
    dataOffset = header.dataOffset
    try header.checkLength(
      rows: rows, columns: columns, elementByteCount: elementType.byteCount, fileByteCount: file.byteCount,
      path: path)
  }

  /// The length of a row in bytes.
  var rowByteCount: Int { columns * elementType.byteCount }

  /// Where in the file a row begins.
  func offset(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    return dataOffset + row * rowByteCount
  }
}
