import Failures
import Files

/// What stands before the numbers of an `.npy` file in row-major order.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", versions 1.0, 2.0 and 3.0.
struct NPYHeader: Equatable {
  /// NumPy's name of the element type, known here or not: "<f4".
  let descr: String
  let shape: [Int]
  /// Where the numbers begin.
  let dataOffset: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// No header of a matrix comes near it; a longer one is damage, not data.
  static let maximumDictionaryLength = 65_536
  /// A row must fit into memory, many times over; no feature vector comes near it.
  static let maximumColumnCount = 1 << 24
  /// Of the dictionary and what stands before it.
  static let maximumLength = maximumDictionaryLength + 12
}

extension NPYHeader {
  /// Reads the header of an open file, and nothing more.
  /// - Throws: `.badData` for anything but a row-major array; `.inputOutput` when the system cannot read it.
  init(of file: InputFile) throws {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(file.byteCount, Self.maximumLength), alignment: 16)
    defer { bytes.deallocate() }
    let count = try file.readAvailable(into: bytes, from: 0)
    try self.init(parsing: UnsafeRawBufferPointer(rebasing: bytes[..<count]), path: file.path)
  }

  /// Reads the header at the beginning of a file's bytes.
  /// - Throws: `.badData` at `path` for anything but a row-major array.
  init(parsing bytes: UnsafeRawBufferPointer, path: String) throws {
    let dictionaryRange = try Self.dictionaryRange(in: bytes, path: path)
    var parser = NPYDictionaryParser(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[dictionaryRange]), path: path)
    let dictionary = try parser.parse()
    if dictionary.fortranOrder {
      throw Failure(
        .badData, "the array is stored column by column (fortran_order is True)", at: path,
        expected: "row-major order", remedy: "save numpy.ascontiguousarray(array)")
    }
    descr = dictionary.descr
    shape = dictionary.shape
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
}
