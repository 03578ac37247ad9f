import Digests
import Failures
import Foundation
@testable import NPY
import TestSupport
import Testing

@Suite("Looking at every number of an npy file")
struct NPYInspectionTests {
  private let directory: TemporaryDirectory
  /// Rows of three quarters of a mebibyte: five to a part.
  private static let columns = 196_608

  init() throws { directory = try TemporaryDirectory() }

  private func file(_ rows: Int = 13, changing change: (row: Int, column: Int, value: Float)? = nil) throws
    -> NPYFile
  {
    var matrix = (0..<rows).map { row in (0..<Self.columns).map { Float(row * 7 + $0) } }
    if let change { matrix[change.row][change.column] = change.value }
    return try NPYFile(path: directory.write(matrix, to: "a.npy"))
  }

  private func digests(_ file: NPYFile) throws -> [UInt64] {
    try file.inspect(parts: 0..<file.partCount).map(\.digest)
  }

  @Test("A file has the same digest however its parts are shared out")
  func sharing() throws {
    let file = try file()
    #expect(file.partCount == 3)
    let whole = try file.inspect(parts: 0..<3)
    #expect(try file.inspect(parts: 0..<1) + file.inspect(parts: 1..<3) == whole)
    #expect(try file.inspect(parts: 2..<2) == [])
    #expect(Set(whole.map(\.digest)).count == 3)
  }

  @Test("Every number counts", arguments: [(0, 0), (4, columns - 1), (5, 0), (12, 77)])
  func everyNumber(row: Int, column: Int) throws {
    let original = try digests(file())
    let changed = try file(changing: (row, column, -0.5))
    let others = try digests(changed)
    #expect(zip(original, others).enumerated().filter { $1.0 != $1.1 }.map(\.offset) == [row / 5])
    #expect(try changed.digest(ofParts: others) != changed.digest(ofParts: original))
  }

  @Test("Shape and element type count, the form of the header does not")
  func header() throws {
    let numbers = bytes([1, 2, 3, 4] as [Float])
    func digest(_ descr: String, _ shape: String, _ data: [UInt8], version: UInt8 = 1) throws -> UInt64 {
      let bytes = npyBytes(descr: "'\(descr)'", shape: shape, version: version, data: data)
      let file = try NPYFile(path: directory.write(bytes, to: "h.npy"))
      return try file.digest(ofParts: digests(file))
    }
    let plain = try digest("<f4", "(2, 2)", numbers)
    #expect(try digest("<f4", "(2, 2)", numbers, version: 2) == plain)
    #expect(try digest("<f4", "(4, 1)", numbers) != plain)
    #expect(try digest("<f2", "(4, 2)", numbers) != plain)
    #expect(try digest("|u1", "(8, 2)", numbers) != plain)
  }

  @Test("What is not finite is found in any part, first in row-major order, and its rows are counted")
  func nonFinite() throws {
    let file = try file(changing: (11, 5, .nan))
    let parts = try file.inspect(parts: 1..<3)
    #expect(parts[0].firstNonFinite == nil && parts[0].nonFiniteRows == 0)
    #expect(parts[1].firstNonFinite == NPYPart.Place(row: 11, column: 5) && parts[1].nonFiniteRows == 1)
    let failure = try #require(try file.nonFiniteFailure())
    #expect(failure.found == "row 11 holds nan in column 5")
    let several = try file.nonFiniteFailure(at: .init(row: 11, column: 5), rowCount: 3)
    #expect(several.found == "row 11 holds nan in column 5, and 2 further rows hold such numbers")
  }

  @Test("A file that somebody has written to since it was opened is noticed")
  func changed() throws {
    let file = try NPYFile(path: directory.write([[1], [2]], to: "b.npy"))
    try file.requireUnchanged()
    let same = try NPYFile(path: file.path)
    #expect(same.identity == file.identity)
    try directory.write([[1], [3]], to: "c.npy")
    #expect(try NPYFile(path: directory.file("c.npy")).identity != file.identity)
    #expect(utimes(file.path, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]) == 0)
    expectFailure(.badData, file.path, "has changed while it was read") { try file.requireUnchanged() }
  }
}
