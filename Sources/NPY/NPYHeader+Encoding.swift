import Foundation

extension NPYHeader {
  /// The number of bytes of every header made by `encoded`: enough for the largest shape, and a multiple of 64.
  static let encodedLength = 128

  /// A version 1.0 header of exactly `encodedLength` bytes, padded as NumPy does it.
  static func encoded(elementType: NPYElementType, rows: Int, columns: Int) -> [UInt8] {
    let dictionary =
      "{'descr': '\(elementType.rawValue)', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let length = encodedLength - 10
    var header = magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
    header += Array(dictionary.utf8)
    precondition(header.count < encodedLength, "header of \(header.count) bytes")
    header += [UInt8](repeating: UInt8(ascii: " "), count: encodedLength - 1 - header.count)
    return header + [UInt8(ascii: "\n")]
  }
}

extension NPYWriter {
  /// The bytes of a whole file of float32, for a table that is in memory; `rows` all have `columns` numbers.
  package static func data(rows: [[Float]], columns: Int) -> Data {
    precondition(rows.allSatisfy { $0.count == columns }, "rows of different lengths")
    var data = Data(NPYHeader.encoded(elementType: .float32, rows: rows.count, columns: columns))
    for row in rows {
      let words = row.map { $0.bitPattern.littleEndian }
      words.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }
}
