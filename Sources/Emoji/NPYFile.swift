import Failures
import Foundation

/// Writes a `[rows, columns]` table of float32 as a NumPy file of version 1.0.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
enum NPYFile {
  /// The bytes of a whole file; `rows` all have the same length.
  /// - Parameter columns: the length of a row, told apart so that a table without rows has a shape.
  static func data(rows: [[Float]], columns: Int) -> Data {
    precondition(rows.allSatisfy { $0.count == columns }, "rows of different lengths")
    var data = header(rows: rows.count, columns: columns)
    data.reserveCapacity(data.count + rows.count * columns * 4)
    for row in rows {
      let words = row.map { $0.bitPattern.littleEndian }
      words.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// Magic, version, length and dictionary, filled with spaces so that the numbers begin at a multiple of 64 bytes.
  static func header(rows: Int, columns: Int) -> Data {
    let prefixCount = 10
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let unfilled = prefixCount + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unfilled % 64) % 64) + "\n"
    let count = text.utf8.count
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 0xff), UInt8(count >> 8)])
      + Data(text.utf8)
  }
}
