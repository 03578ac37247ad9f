import Digests
import Failures

/// What one part of a file holds.
package struct NPYPart: Equatable, Sendable {
  /// Of its bytes.
  package let digest: UInt64
  /// The first element, in row-major order, that is NaN or infinite as a Float.
  package var firstNonFinite: Place?
  /// Rows that have such an element.
  package var nonFiniteRows = 0

  package struct Place: Equatable, Sendable {
    package let row: Int
    package let column: Int
  }
}

// Every number is read once, to see that it can be used and to digest it. A file has parts of some mebibytes, which
// depend on its shape alone: whoever reads which of them, the digest of the file is the same.
extension NPYFile {
  /// Rows of each part but the last.
  private var partRowCount: Int { max(1, (4 << 20) / rowByteCount) }

  package var partCount: Int { (rows + partRowCount - 1) / partRowCount }

  private func rows(ofPart part: Int) -> Range<Int> {
    part * partRowCount..<min(rows, (part + 1) * partRowCount)
  }

  /// Reads some parts, in their order.
  ///
  /// - Throws: `.badData` when the file has become shorter since it was opened, `.inputOutput` when the system cannot
  ///   read it.
  package func inspect(parts: Range<Int>) throws -> [NPYPart] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(partRowCount, rows) * rowByteCount, alignment: 64)
    defer { buffer.deallocate() }
    var scratch = [Float](repeating: 0, count: columns)
    return try parts.map { part in
      let range = rows(ofPart: part)
      let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(range.count * rowByteCount)])
      try read(range, into: bytes)
      return inspect(UnsafeRawBufferPointer(bytes), firstRow: range.lowerBound, scratch: &scratch)
    }
  }

  private func inspect(
    _ bytes: UnsafeRawBufferPointer, firstRow: Int, scratch: inout [Float]
  ) -> NPYPart {
    var part = NPYPart(digest: Digester.digest(of: bytes))
    guard elementType != .uint8 else { return part }
    for (number, start) in stride(from: 0, to: bytes.count, by: rowByteCount).enumerated() {
      let row = UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowByteCount])
      guard let column = firstNonFiniteColumn(of: row, scratch: &scratch) else { continue }
      part.nonFiniteRows += 1
      if part.firstNonFinite == nil { part.firstNonFinite = .init(row: firstRow + number, column: column) }
    }
    return part
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

  /// The digest of shape, element type and all numbers.
  ///
  /// - Parameter parts: those of all parts, in their order.
  /// - Throws: `.systemError` where there is no memory.
  package func digest(ofParts parts: [UInt64]) throws -> UInt64 {
    precondition(parts.count == partCount, "\(parts.count) of \(partCount) parts")
    let digester = try shapeDigester()
    for part in parts { digester.combine(part) }
    return digester.value
  }

  /// The digest of shape and element type alone.
  ///
  /// - Throws: `.systemError` where there is no memory.
  package func shapeDigest() throws -> UInt64 { try shapeDigester().value }

  private func shapeDigester() throws -> Digester {
    let digester = try Digester()
    digester.combine(rows)
    digester.combine(columns)
    digester.combine(elementType.rawValue)
    return digester
  }

  /// The failure that names the first element that is not finite and counts the further rows that have one; `nil` when
  /// every number can be used.
  ///
  /// - Throws: when the file cannot be read; see `inspect`.
  package func nonFiniteFailure() throws -> Failure? {
    guard elementType != .uint8 else { return nil }
    let parts = try inspect(parts: 0..<partCount)
    guard let first = parts.lazy.compactMap(\.firstNonFinite).first else { return nil }
    return try nonFiniteFailure(at: first, rowCount: parts.reduce(0) { $0 + $1.nonFiniteRows })
  }

  /// - Parameters:
  ///   - first: the first element that is not finite.
  ///   - rowCount: rows of the file that have such an element.
  /// - Throws: when the row cannot be read again.
  package func nonFiniteFailure(at first: NPYPart.Place, rowCount: Int) throws -> Failure {
    let further = rowCount - 1
    let others =
      further == 0 ? "" : ", and \(further) further row\(further == 1 ? " holds" : "s hold") such numbers"
    var numeral = ""
    try read([first.row]) { _, bytes in numeral = self.numeral(first.column, of: bytes) }
    return Failure(
      .badData, "row \(first.row) holds \(numeral) in column \(first.column)\(others)", at: path,
      expected: "finite single-precision numbers (rows and columns count from 0)",
      remedy: "repair or remove the rows")
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
