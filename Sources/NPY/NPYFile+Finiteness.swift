import Failures

extension NPYFile {
  /// The first element, in row-major order, that is NaN or infinite as a Float, in the given rows.
  package func firstNonFiniteElement(inRows range: Range<Int>) -> (row: Int, column: Int)? {
    guard elementType != .uint8 else { return nil }
    var values = [Float](repeating: 0, count: columns)
    for row in range where !isFinite(row, scratch: &values) {
      guard let column = values.firstIndex(where: { !$0.isFinite }) else { continue }
      return (row, column)
    }
    return nil
  }

  /// The failure that names the first element that is not finite and counts the further rows that have one;
  /// `nil` when every number can be used.
  package func nonFiniteFailure() -> Failure? {
    guard let (row, column) = firstNonFiniteElement(inRows: 0..<rows) else { return nil }
    var values = [Float](repeating: 0, count: columns)
    let further = (row + 1..<rows).count { !isFinite($0, scratch: &values) }
    let others =
      further == 0 ? "" : ", and \(further) further row\(further == 1 ? " holds" : "s hold") such numbers"
    return Failure(
      .badData, "row \(row) holds \(numeral(row: row, column: column)) in column \(column)\(others)",
      at: path,
      expected: "finite single-precision numbers (rows and columns count from 0)",
      remedy: "repair or remove the rows")
  }

  private func isFinite(_ row: Int, scratch: inout [Float]) -> Bool {
    scratch.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return true }
      copyRow(row, into: start)
      // A maximum over bit patterns has no early exit, so that the loop is vectorised.
      var largest: UInt32 = 0
      for value in values { largest = max(largest, value.bitPattern & 0x7fff_ffff) }
      return largest < Float.infinity.bitPattern
    }
  }

  private func numeral(row: Int, column: Int) -> String {
    let bytes = rowBytes(row)
    switch elementType {
    case .float16: return "\(bytes.loadUnaligned(fromByteOffset: 2 * column, as: Float16.self))"
    case .float32: return "\(bytes.loadUnaligned(fromByteOffset: 4 * column, as: Float.self))"
    case .float64: return "\(bytes.loadUnaligned(fromByteOffset: 8 * column, as: Double.self))"
    case .uint8: return "\(bytes[column])"
    }
  }
}
