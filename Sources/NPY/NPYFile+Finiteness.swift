import Failures

extension NPYFile {
  /// Rows of a range that hold numbers that cannot be used.
  private struct NonFinite {
    /// The first, in row-major order, with the numeral it is written as.
    var first: (row: Int, column: Int, numeral: String)?
    var rowCount = 0
  }

  /// The first element, in row-major order, that is NaN or infinite as a Float, in the given rows.
  ///
  /// - Throws: when the file cannot be read; see `read`.
  package func firstNonFiniteElement(inRows range: Range<Int>) throws -> (row: Int, column: Int)? {
    try nonFinite(in: range).first.map { ($0.row, $0.column) }
  }

  /// The failure that names the first element that is not finite and counts the further rows that have one;
  /// `nil` when every number can be used.
  ///
  /// - Throws: when the file cannot be read; see `read`.
  package func nonFiniteFailure() throws -> Failure? {
    let found = try nonFinite(in: 0..<rows)
    guard let (row, column, numeral) = found.first else { return nil }
    let further = found.rowCount - 1
    let others =
      further == 0 ? "" : ", and \(further) further row\(further == 1 ? " holds" : "s hold") such numbers"
    return Failure(
      .badData, "row \(row) holds \(numeral) in column \(column)\(others)", at: path,
      expected: "finite single-precision numbers (rows and columns count from 0)",
      remedy: "repair or remove the rows")
  }

  private func nonFinite(in range: Range<Int>) throws -> NonFinite {
    var found = NonFinite()
    guard elementType != .uint8 else { return found }
    var values = [Float](repeating: 0, count: columns)
    try read(range) { place, bytes in
      guard let column = firstNonFiniteColumn(of: bytes, scratch: &values) else { return }
      found.rowCount += 1
      if found.first == nil {
        found.first = (range.lowerBound + place, column, numeral(column, of: bytes))
      }
    }
    return found
  }

  private func firstNonFiniteColumn(of bytes: UnsafeRawBufferPointer, scratch: inout [Float]) -> Int? {
    scratch.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return nil }
      elementType.widen(bytes, into: start)
      // A maximum over bit patterns has no early exit, so that the loop is vectorised.
      var largest: UInt32 = 0
      for value in values { largest = max(largest, value.bitPattern & 0x7fff_ffff) }
      return largest < Float.infinity.bitPattern ? nil : values.firstIndex { !$0.isFinite }
    }
  }

  private func numeral(_ column: Int, of bytes: UnsafeRawBufferPointer) -> String {
    switch elementType {
    case .float16: "\(bytes.loadUnaligned(fromByteOffset: 2 * column, as: Float16.self))"
    case .float32: "\(bytes.loadUnaligned(fromByteOffset: 4 * column, as: Float.self))"
    case .float64: "\(bytes.loadUnaligned(fromByteOffset: 8 * column, as: Double.self))"
    case .uint8: "\(bytes[column])"
    }
  }
}
