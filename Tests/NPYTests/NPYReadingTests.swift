import Failures
import Foundation
import NPY
import TestSupport
import Testing

@Suite("Reading rows of an npy file")
struct NPYReadingTests {
  private let directory: TemporaryDirectory
  private let file: NPYFile

  init() throws {
    directory = try TemporaryDirectory()
    file = try NPYFile(path: directory.write((0..<9).map { [Float($0), Float(-$0)] }, to: "a.npy"))
  }

  private func read(_ rows: [Int]) throws -> [[Float]] {
    var found: [[Float]] = []
    try file.read(rows) { place, bytes in
      #expect(place == found.count && bytes.count == 8)
      found.append((0..<2).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) })
    }
    return found
  }

  @Test("Rows come in the order asked for, also twice, whether or not the system was told before")
  func order() throws {
    let rows = [8, 0, 3, 3]
    #expect(try read(rows) == rows.map { [Float($0), Float(-$0)] })
    file.willRead(rows)
    #expect(try read(rows) == rows.map { [Float($0), Float(-$0)] })
    #expect(try read([]) == [])
  }

  @Test("What goes wrong with a row ends the reading")
  func bodyThrows() {
    var places: [Int] = []
    expectFailure(.software, "row 5") {
      try file.read([4, 5, 6]) { place, _ in
        places.append(place)
        if place == 1 { throw Failure(.software, "row 5") }
      }
    }
    #expect(places == [0, 1])
  }

  @Test("Of a file that was shortened, the rows that are left are read and the first that is not is named")
  func shortened() throws {
    let whole = try directory.bytes(of: "a.npy").count
    // Row 6 keeps five of its eight bytes.
    #expect(truncate(file.path, whole - 2 * 8 - 3) == 0)
    #expect(try read([5, 0]) == [[5, -5], [0, 0]])
    expectFailure(
      .badData, file.path, "shorter while it is in use: row 6 has 5 bytes",
      "expected 8 bytes for each of 9 rows"
    ) { _ = try read([5, 6]) }
    expectFailure(.badData, "row 8 has 0 bytes") { _ = try read([8]) }
    expectFailure(.badData, "row 6 has 5 bytes") { _ = try file.nonFiniteFailure() }
    expectFailure(.badData, "row 6 has 5 bytes") { _ = try file.startsOfEqualRows() }
  }
}
