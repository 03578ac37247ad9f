import Failures
import Foundation

// Rows are read by calls, not through mapped memory: a file that becomes shorter while a run goes on is then an error
// with a message; cold rows cost one request each, not the window around them that a page fault fetches; and a
// process that has gone through a file does not count its pages as its own.

extension NPYFile {
  /// Reads some rows, in the given order, and calls `body` with each row's place in that order and the bytes as they
  /// stand in the file, valid until it returns.
  ///
  /// - Throws: `.badData` when the file has become shorter since it was opened, `.inputOutput` when the system cannot
  ///   read it; and what `body` throws.
  package func read(
    _ rows: some Sequence<Int>, _ body: (_ place: Int, _ row: UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: rowByteCount, alignment: 64)
    defer { bytes.deallocate() }
    for (place, row) in rows.enumerated() {
      try read(row, into: bytes)
      try body(place, UnsafeRawBufferPointer(bytes))
    }
  }

  /// Asks the system to fetch some rows from the disk, all at once, and does not wait for them.
  package func willRead(_ rows: some Sequence<Int>) {
    for row in rows { file.willRead(at: offset(ofRow: row), count: rowByteCount) }
  }

  private func read(_ row: Int, into bytes: UnsafeMutableRawBufferPointer) throws {
    try read(row..<row + 1, into: bytes)
  }

  /// Reads neighbouring rows at once.
  ///
  /// - Throws: as the other `read`.
  func read(_ range: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    precondition(bytes.count == range.count * rowByteCount, "\(bytes.count) bytes for \(range.count) rows")
    let count = try file.readAvailable(into: bytes, from: offset(ofRow: range.lowerBound))
    guard count < bytes.count else { return }
    throw Failure(
      .badData,
      "the file has become shorter while it is in use: row \(range.lowerBound + count / rowByteCount) has "
        + "\(count % rowByteCount) bytes", at: path,
      expected: "\(rowByteCount) bytes for each of \(rows) rows (they count from 0)",
      remedy: "write the file again, and leave it alone while a run reads it")
  }

  /// - Throws: `.badData` when somebody has written to the file since it was opened.
  package func requireUnchanged() throws { try file.requireUnchanged() }

  /// Which file this is, among all that this host sees, and of when: equal for ranks that opened the same one.
  package var identity: [Int] { file.identity }
}
