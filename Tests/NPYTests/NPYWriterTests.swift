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
        #expect(try file.row(row) == matrix[row].map { type == .float16 ? Float(Float16($0)) : $0 })
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

  @Test("A whole file of float32, float16 or int32 has one or two dimensions, as NumPy writes them")
  func wholeFiles() throws {
    let files: [(Data, String, [UInt8])] = [
      (
        NPYWriter.data([1, -2, 3] as [Int32], shape: [3]),
        "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), } ",
        [1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0]
      ),
      (
        NPYWriter.data([0x0102_0304, 5] as [Int32], shape: [1, 2]),
        "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2), } ", [4, 3, 2, 1, 5, 0, 0, 0]
      ),
      (
        NPYWriter.data([1.5] as [Float16], shape: [1, 1]),
        "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1), } ", [0, 0x3E]
      ),
      (
        NPYWriter.data([1.5] as [Float], shape: [1]),
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ",
        [0, 0, 0xC0, 0x3F]
      ),
    ]
    for (file, header, numbers) in files {
      #expect(String(decoding: file[10..<127], as: UTF8.self).hasPrefix(header))
      #expect(file[127] == UInt8(ascii: "\n") && [UInt8](file.dropFirst(128)) == numbers)
    }
  }

  @Test("A whole file of many rows is read back", arguments: [(1, 3), (300, 1001)])
  func wholeFileRoundTrip(rows: Int, columns: Int) throws {
    let numbers = (0..<rows * columns).map { Float($0 % 2039) / 4 }
    let path = directory.file("whole.npy")
    for type in [NPYElementType.float32, .float16] {
      let file =
        type == .float32
        ? NPYWriter.data(numbers, shape: [rows, columns])
        : NPYWriter.data(numbers.map { Float16($0) }, shape: [rows, columns])
      try file.write(to: URL(fileURLWithPath: path))
      let read = try NPYFile(path: path)
      #expect(read.rows == rows && read.columns == columns && read.elementType == type)
      let wrong = try (0..<rows).filter {
        try read.row($0) != Array(numbers[$0 * columns..<($0 + 1) * columns])
      }
      #expect(wrong.isEmpty, "rows \(wrong)")
    }
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
