import Failures

/// What stands before the numbers of an `.npy` file that holds a matrix in row-major order.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", versions 1.0, 2.0 and 3.0.
struct NPYHeader: Equatable {
  let elementType: NPYElementType
  let rows: Int
  let columns: Int
  /// Where the numbers begin.
  let dataOffset: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// No header of a matrix comes near it; a longer one is damage, not data.
  static let maximumDictionaryLength = 65_536
}

extension NPYHeader {
  /// Reads the header at the beginning of a file's bytes.
  /// - Throws: `.badData` at `path` for anything but a two-dimensional row-major array of a known element type.
  init(parsing bytes: UnsafeRawBufferPointer, path: String) throws {
    let dictionaryRange = try Self.dictionaryRange(in: bytes, path: path)
    var parser = NPYDictionaryParser(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[dictionaryRange]), path: path)
    let dictionary = try parser.parse()
    elementType = try Self.elementType(dictionary.descr, path: path)
    if dictionary.fortranOrder {
      throw Failure(
        .badData, "the array is stored column by column (fortran_order is True)", at: path,
        expected: "row-major order", remedy: "save numpy.ascontiguousarray(array)")
    }
    (rows, columns) = try Self.matrixShape(dictionary.shape, path: path)
    dataOffset = dictionaryRange.upperBound
  }

  private static func dictionaryRange(in bytes: UnsafeRawBufferPointer, path: String) throws -> Range<Int> {
    try checkMagic(bytes, path: path)
    let version = bytes[6]
    guard (1...3).contains(version), bytes[7] == 0 else {
      throw Failure(
        .badData, "npy format version \(version).\(bytes[7])", at: path, expected: "version 1.0, 2.0 or 3.0")
    }
    let start = version == 1 ? 10 : 12
    guard bytes.count >= start else { throw truncated(bytes.count, needed: start, path: path) }
    let length =
      version == 1
      ? Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
      : Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    guard length <= maximumDictionaryLength else {
      throw Failure(
        .badData, "the npy header claims \(length) bytes", at: path,
        expected: "at most \(maximumDictionaryLength)", remedy: "write the file again")
    }
    guard bytes.count >= start + length else {
      throw truncated(bytes.count, needed: start + length, path: path)
    }
    return start..<start + length
  }

  private static func checkMagic(_ bytes: UnsafeRawBufferPointer, path: String) throws {
    let beginning = bytes.prefix(magic.count)
    guard beginning.elementsEqual(magic.prefix(beginning.count)) else {
      let isArchive = beginning.starts(with: Array("PK".utf8))
      throw Failure(
        .badData, "this is not an npy file: it does not begin with \\x93NUMPY", at: path,
        expected: "an array written by numpy.save",
        remedy: isArchive ? "it looks like an npz archive: save the one array with numpy.save" : nil)
    }
    guard bytes.count >= 8 else { throw truncated(bytes.count, needed: 10, path: path) }
  }

  private static func truncated(_ count: Int, needed: Int, path: String) -> Failure {
    Failure(
      .badData, "the file ends inside the npy header, after \(count) bytes", at: path,
      expected: "at least \(needed) bytes", remedy: "copy or write the file again")
  }

  private static func elementType(_ descr: String, path: String) throws -> NPYElementType {
    if let type = NPYElementType(rawValue: descr) { return type }
    let isBigEndian = descr.hasPrefix(">")
    throw Failure(
      .badData, "elements of type '\(descr)'" + (isBigEndian ? " (big-endian)" : ""), at: path,
      expected: "one of \(NPYElementType.listing)",
      remedy: isBigEndian
        ? "convert with array.astype('<\(descr.dropFirst())')" : "convert with array.astype('<f4')")
  }

  private static func matrixShape(_ shape: [Int], path: String) throws -> (rows: Int, columns: Int) {
    let text = "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    guard shape.count == 2 else {
      throw Failure(
        .badData, "an array of \(shape.count) dimension\(shape.count == 1 ? "" : "s"), shape \(text)",
        at: path,
        expected: "two dimensions (rows, columns)",
        remedy: shape.count == 1
          ? "save array.reshape(-1, 1) if each row is one number" : "save one vector for each row")
    }
    guard shape[0] > 0, shape[1] > 0 else {
      throw Failure(
        .badData, "an array without numbers, shape \(text)", at: path,
        expected: "at least one row and one column")
    }
    return (shape[0], shape[1])
  }
}
