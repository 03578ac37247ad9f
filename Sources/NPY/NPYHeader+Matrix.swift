import Failures

extension NPYHeader {
  /// The element type, if it is one that a feature file may have.
  /// - Throws: `.badData` at `path` for any other.
  func featureType(path: String) throws -> NPYElementType {
    if let type = NPYElementType(rawValue: descr) { return type }
    throw unknownType(listing: NPYElementType.listing, path: path)
  }

  /// The element type, if it is a number.
  /// - Throws: `.badData` at `path` for any other.
  func numberType(path: String) throws -> NPYNumberType {
    if let type = NPYNumberType(rawValue: descr) { return type }
    throw unknownType(listing: NPYNumberType.listing, path: path)
  }

  private func unknownType(listing: String, path: String) -> Failure {
    let isBigEndian = descr.hasPrefix(">")
    return Failure(
      .badData, "elements of type '\(descr)'" + (isBigEndian ? " (big-endian)" : ""), at: path,
      expected: "one of \(listing)",
      remedy: isBigEndian
        ? "convert with array.astype('<\(descr.dropFirst())')" : "convert with array.astype('<f4')")
  }

  /// Rows and columns, neither of them 0, and no more than `maximumColumnCount` columns.
  /// - Parameter allowsVector: whether an array of one dimension, `[rows]`, is read as `[rows, 1]`.
  /// - Throws: `.badData` at `path` for an array of another number of dimensions, or without numbers.
  func matrixShape(allowsVector: Bool, path: String) throws -> (rows: Int, columns: Int) {
    let sizes = allowsVector && shape.count == 1 ? shape + [1] : shape
    guard sizes.count == 2 else { throw wrongDimensions(path: path) }
    guard sizes[0] > 0, sizes[1] > 0 else {
      throw Failure(
        .badData, "an array without numbers, shape \(shapeText)", at: path,
        expected: "at least one row and one column")
    }
    guard sizes[1] <= Self.maximumColumnCount else {
      throw Failure(
        .badData, "rows of \(sizes[1]) numbers", at: path, expected: "at most \(Self.maximumColumnCount)")
    }
    return (sizes[0], sizes[1])
  }

  /// Checks that as many bytes follow the header as the shape says.
  /// - Throws: `.badData` at `path` when there are fewer or more.
  func checkLength(rows: Int, columns: Int, elementByteCount: Int, fileByteCount: Int, path: String) throws {
    let shape = "shape \(shapeText) of \(descr)"
    let (elements, overflows) = rows.multipliedReportingOverflow(by: columns)
    let (needed, overflowsBytes) = elements.multipliedReportingOverflow(by: elementByteCount)
    guard !overflows, !overflowsBytes else {
      throw Failure(.badData, "\(shape) is more than any file can hold", at: path)
    }
    let available = fileByteCount - dataOffset
    guard available != needed else { return }
    throw Failure(
      .badData, "\(available) bytes of numbers after the header", at: path,
      expected: "\(needed) bytes for \(shape)",
      remedy: available < needed
        ? "the file is truncated: copy or write it again" : "the file is too long: write it again")
  }

  private func wrongDimensions(path: String) -> Failure {
    Failure(
      .badData, "an array of \(shape.count) dimension\(shape.count == 1 ? "" : "s"), shape \(shapeText)",
      at: path,
      expected: "two dimensions (rows, columns)",
      remedy: shape.count == 1
        ? "save array.reshape(-1, 1) if each row is one number" : "save one vector for each row")
  }

  /// As Python writes it: "(6,)".
  private var shapeText: String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }
}
