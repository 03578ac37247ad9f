import Foundation

extension NPYFile {
  /// Whether two rows hold the same bytes.
  ///
  /// - Throws: when the file cannot be read; see `read`.
  package func rowsAreEqual(_ first: Int, _ second: Int) throws -> Bool {
    var one: [UInt8] = []
    var areEqual = false
    try read([first, second]) { place, row in
      if place == 0 { one = Array(row) } else { areEqual = row.elementsEqual(one) }
    }
    return areEqual
  }

  /// The rows that differ from the one before them, byte for byte, and row 0.
  ///
  /// - Throws: when the file cannot be read; see `read`.
  package func startsOfEqualRows() throws -> [Int] {
    let previous = UnsafeMutableRawBufferPointer.allocate(byteCount: rowByteCount, alignment: 64)
    defer { previous.deallocate() }
    var starts: [Int] = []
    try read(0..<rows) { index, row in
      guard let bytes = row.baseAddress, let before = previous.baseAddress else { return }
      if index == 0 || memcmp(bytes, before, row.count) != 0 { starts.append(index) }
      previous.copyMemory(from: row)
    }
    return starts
  }
}
