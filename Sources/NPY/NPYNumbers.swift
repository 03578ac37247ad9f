import Failures
import Files

/// A matrix `[rows, columns]` of numbers of any type in a NumPy `.npy` file, read whole: corners of boxes,
/// row numbers, sizes. An array of one dimension, `[rows]`, is a matrix of one column.
///
/// As strict as `NPYFile`, which is for feature vectors.
package struct NPYNumbers: Sendable {
  package let rows: Int
  package let columns: Int
  package let elementType: NPYNumberType
  private let file: FileContents
  private let dataOffset: Int

  package var path: String { file.path }

  /// The size of the whole file in bytes.
  package var fileByteCount: Int { file.bytes.count }

  /// - Parameter columns: that each row must have; `nil`: any number.
  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it is not such a matrix, when a row has
  ///   another number of columns, or when the file is shorter or longer than its shape says.
  package init(path: String, columns: Int?) throws {
    let file = try InputFile(path)
    let header = try NPYHeader(of: file)
    elementType = try header.numberType(path: path)
    (rows, self.columns) = try header.matrixShape(allowsVector: columns ?? 1 == 1, path: path)
    dataOffset = header.dataOffset
    try header.checkLength(
      rows: rows, columns: self.columns, elementByteCount: elementType.byteCount,
      fileByteCount: file.byteCount, path: path)
    if let columns, self.columns != columns {
      throw Failure(
        .badData, "rows of \(self.columns) number\(self.columns == 1 ? "" : "s")", at: path,
        expected: "\(columns) in each row")
    }
    self.file = try FileContents(of: file, atMost: file.byteCount)
  }

  /// One number; an integer beyond 2^53 is rounded.
  package func number(_ row: Int, _ column: Int) -> Double {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "element [\(row), \(column)]")
    let offset = dataOffset + (row * columns + column) * elementType.byteCount
    return switch elementType {
    case .int8: Double(load(Int8.self, at: offset))
    case .int16: Double(load(Int16.self, at: offset))
    case .int32: Double(load(Int32.self, at: offset))
    case .int64: Double(load(Int64.self, at: offset))
    case .uint8: Double(load(UInt8.self, at: offset))
    case .uint16: Double(load(UInt16.self, at: offset))
    case .uint32: Double(load(UInt32.self, at: offset))
    case .uint64: Double(load(UInt64.self, at: offset))
    case .float16: Double(load(Float16.self, at: offset))
    case .float32: Double(load(Float.self, at: offset))
    case .float64: load(Double.self, at: offset)
    }
  }

  // Unaligned loads: a header of odd length may be legal, and then the numbers stand anywhere.
  private func load<Number: BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    file.bytes.loadUnaligned(fromByteOffset: offset, as: type)
  }
}
