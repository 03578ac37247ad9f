import Failures
import Foundation

/// A matrix `[rows, columns]` in a NumPy `.npy` file, mapped into memory and never read whole.
///
/// Strict: row-major, little-endian, two dimensions, and exactly as many bytes as the shape says.
package struct NPYFile: Sendable {
  package let rows: Int
  package let columns: Int
  package let elementType: NPYElementType
  private let file: MappedFile
  private let dataOffset: Int

  package var path: String { file.path }

  /// The size of the whole file in bytes.
  package var fileByteCount: Int { file.bytes.count }

  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it is not such a matrix, or when it is
  ///   shorter or longer than its shape says.
  package init(path: String) throws {
    file = try MappedFile(path: path)
    let header = try NPYHeader(parsing: file.bytes, path: path)
    elementType = try header.featureType(path: path)
    (rows, columns) = try header.matrixShape(allowsVector: false, path: path)
    dataOffset = header.dataOffset
    try header.checkLength(
      rows: rows, columns: columns, elementByteCount: elementType.byteCount, fileByteCount: file.bytes.count,
      path: path)
  }

  /// The bytes of one row as they stand in the file.
  package func rowBytes(_ row: Int) -> UnsafeRawBufferPointer {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    let length = columns * elementType.byteCount
    let start = dataOffset + row * length
    return UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + length])
  }

  /// Whether two rows hold the same bytes.
  package func rowsAreEqual(_ first: Int, _ second: Int) -> Bool {
    let one = rowBytes(first)
    let other = rowBytes(second)
    guard let oneStart = one.baseAddress, let otherStart = other.baseAddress else { return true }
    return memcmp(oneStart, otherStart, one.count) == 0
  }
}
