import Failures
import Foundation

/// Writes a matrix row by row as an `.npy` file of float32 or float16.
///
/// The numbers go to `PATH.partial`; `finish` syncs it and gives it its name, so a file under the final name is
/// always whole. A writer that is dropped without `finish` leaves nothing behind.
package final class NPYWriter {
  package let path: String
  package let columns: Int
  package let elementType: NPYElementType
  package private(set) var rows = 0
  private let partialPath: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferLimit = 1 << 20

  /// - Throws: `.cannotCreate` when the file cannot be made.
  package init(path: String, columns: Int, elementType: NPYElementType = .float32) throws {
    precondition(columns > 0)
    precondition(elementType == .float32 || elementType == .float16, "writes float32 and float16 only")
    self.path = path
    self.columns = columns
    self.elementType = elementType
    partialPath = path + ".partial"
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "cannot be created: \(String(cString: strerror(errno)))", at: partialPath)
    }
    buffer = NPYHeader.encoded(elementType: elementType, rows: 0, columns: columns)
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(partialPath)
  }

  /// Appends one row of `columns` numbers.
  /// - Throws: `.badData` for a finite number that float16 cannot hold; `.inputOutput` when the disk refuses.
  package func append(_ row: some Collection<Float>) throws {
    precondition(descriptor >= 0, "append after finish")
    precondition(row.count == columns, "a row of \(row.count) numbers, not \(columns)")
    for (column, value) in row.enumerated() {
      if elementType == .float32 {
        Self.append(value.bitPattern, to: &buffer)
      } else {
        Self.append(try half(value, column: column).bitPattern, to: &buffer)
      }
    }
    rows += 1
    if buffer.count >= Self.bufferLimit { try flush() }
  }

  /// Completes the header, syncs the file and renames it to `path`.
  /// - Throws: `.badData` when there is no row; `.inputOutput` when the disk refuses.
  package func finish() throws {
    precondition(descriptor >= 0, "finish twice")
    guard rows > 0 else { throw Failure(.badData, "no row was written", at: path, expected: "at least one") }
    try flush()
    let header = NPYHeader.encoded(elementType: elementType, rows: rows, columns: columns)
    guard pwrite(descriptor, header, header.count, 0) == header.count, fsync(descriptor) == 0,
      rename(partialPath, path) == 0
    else { throw cannotWrite() }
    close(descriptor)
    descriptor = -1
  }

  private func half(_ value: Float, column: Int) throws -> Float16 {
    let half = Float16(value)
    guard half.isFinite || !value.isFinite else {
      throw Failure(
        .badData, "row \(rows) holds \(value) in column \(column), too large for float16", at: path,
        expected: "numbers up to \(Float16.greatestFiniteMagnitude)", remedy: "write float32")
    }
    return half
  }

  private static func append(_ bits: some FixedWidthInteger, to buffer: inout [UInt8]) {
    withUnsafeBytes(of: bits.littleEndian) { buffer.append(contentsOf: $0) }
  }

  private func flush() throws {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw cannotWrite() }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func cannotWrite() -> Failure {
    Failure(.inputOutput, "cannot be written: \(String(cString: strerror(errno)))", at: partialPath)
  }
}
