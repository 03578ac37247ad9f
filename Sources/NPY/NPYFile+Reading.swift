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
    let count = try file.readAvailable(into: bytes, from: offset(ofRow: row))
    guard count == bytes.count else {
      throw Failure(
        .badData, "the file has become shorter while it is in use: row \(row) has \(count) bytes", at: path,
        expected: "\(bytes.count) bytes for each of \(rows) rows (they count from 0)",
        remedy: "write the file again, and leave it alone while a run reads it")
    }
  }
}
