import Failures
import Foundation
import NPY
import TestSupport
import Testing

@Suite("Writing npy files")
struct NPYWriterTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("What was written is read back, also beyond one buffer", arguments: [(1, 1), (3, 5), (300, 1001)])
  func roundTrip(rows: Int, columns: Int) throws {
    let matrix = (0..<rows).map { row in (0..<columns).map { Float(row * 7 + $0) / 4 } }
    for type in [NPYElementType.float32, .float16] {
      let file = try NPYFile(path: directory.write(matrix, to: "\(type).npy", as: type))
      #expect(file.rows == rows && file.columns == columns && file.elementType == type)
      for row in 0..<rows {
        #expect(file.row(row) == matrix[row].map { type == .float16 ? Float(Float16($0)) : $0 })
      }
    }
  }

  @Test("The header is the one that NumPy writes: aligned to 64 bytes and ended by a newline")
  func header() throws {
    let path = try directory.write([[1, 2]], to: "h.npy")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.count == 128 + 8)
    #expect(bytes[127] == UInt8(ascii: "\n"))
    let text = String(decoding: bytes[10..<127], as: UTF8.self)
    #expect(text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), } "))
  }

  @Test("Without finish there is no file under either name")
  func unfinished() throws {
    do {
      let writer = try NPYWriter(path: directory.file("u.npy"), columns: 1)
      try writer.append([1])
      #expect(FileManager.default.fileExists(atPath: directory.file("u.npy.partial")))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
  }

  @Test("A number too large for float16 is refused, a missing directory cannot be written to")
  func refusals() throws {
    expectFailure(.badData, "row 1 holds 70000.0 in column 2, too large for float16", "write float32") {
      let writer = try NPYWriter(path: directory.file("w.npy"), columns: 3, elementType: .float16)
      try writer.append([1, 2, 65504])
      try writer.append([1, 2, 70000])
    }
    expectFailure(.cannotCreate, "cannot be created: No such file or directory") {
      _ = try NPYWriter(path: directory.file("no/w.npy"), columns: 3)
    }
    expectFailure(.badData, "no row was written") {
      try NPYWriter(path: directory.file("w.npy"), columns: 3).finish()
    }
  }
}
