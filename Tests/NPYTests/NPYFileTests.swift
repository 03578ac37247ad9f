import Failures
import Foundation
import NPY
import TestSupport
import Testing

@Suite("Reading npy files")
struct NPYFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(_ bytes: [UInt8]) throws -> NPYFile {
    try NPYFile(path: directory.write(bytes, to: "a.npy"))
  }

  @Test("Rows of each element type come out as the same floats", arguments: NPYElementType.allCases)
  func elementTypes(type: NPYElementType) throws {
    let numbers: [Float] = [0, 1, 2.5, 200, 7, 255].map { type == .uint8 ? $0.rounded(.down) : $0 }
    let data =
      switch type {
      case .float16: bytes(numbers.map { Float16($0) })
      case .float32: bytes(numbers)
      case .float64: bytes(numbers.map { Double($0) })
      case .uint8: numbers.map { UInt8($0) }
      }
    let file = try open(npyBytes(descr: "'\(type.rawValue)'", data: data))
    #expect(file.rows == 2 && file.columns == 3 && file.elementType == type)
    #expect(try file.row(0) == Array(numbers[..<3]))
    #expect(try file.row(1) == Array(numbers[3...]))
  }

  @Test("Format versions 1, 2 and 3 are read, at every alignment of the numbers", arguments: 1...3, 0...9)
  func versions(version: Int, padding: Int) throws {
    let dictionary =
      "{'shape': (2, 3), 'fortran_order': False, \"descr\": '<f4'}" + String(repeating: " ", count: padding)
    let file = try open(
      npyBytes(version: UInt8(version), dictionary: dictionary, data: bytes([1, 2, 3, 4, 5, 6] as [Float])))
    #expect(try file.row(1) == [4, 5, 6])
  }

  @Test("Sizes written by Python 2 are read")
  func longIntegers() throws {
    #expect(try open(npyBytes(shape: "(2L, 3L)")).rows == 2)
  }

  @Test("A file cut after any byte is refused and never read past its end")
  func truncation() throws {
    let whole = npyBytes()
    for length in 0..<whole.count {
      expectFailure(.badData) { _ = try open(Array(whole[..<length])) }
    }
    expectFailure(.badData, "the file ends inside the npy header, after 20 bytes") {
      _ = try open(Array(whole[..<20]))
    }
    expectFailure(.badData, "23 bytes of numbers", "expected 24 bytes for shape (2, 3) of <f4", "truncated") {
      _ = try open(Array(whole.dropLast()))
    }
  }

  @Test("A file that is too long is refused with both lengths")
  func tooLong() {
    expectFailure(.badData, "25 bytes of numbers", "expected 24 bytes", "too long") {
      _ = try open(npyBytes() + [0])
    }
  }

  @Test(
    "Every byte of the header changed to every kind of character gives a failure or the same shape, never a trap",
    arguments: [UInt8(0), 0x20, 0x27, 0x28, 0x29, 0x2c, 0x39, 0x7d, 0xff])
  func damage(byte: UInt8) throws {
    let whole = npyBytes()
    for position in 0..<whole.count - 24 {
      var damaged = whole
      damaged[position] = byte
      do {
        let file = try open(damaged)
        #expect(file.rows * file.columns * file.elementType.byteCount == 24)
      } catch let failure as Failure {
        #expect(failure.status == .badData, "\(failure)")
      }
    }
  }

  @Test("A path that is missing, a directory or a pipe is no input")
  func notAFile() throws {
    expectFailure(.noInput, "nowhere.npy", "No such file") {
      _ = try NPYFile(path: directory.file("nowhere.npy"))
    }
    expectFailure(.noInput, "is not a regular file") { _ = try NPYFile(path: directory.path) }
    #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
    expectFailure(.noInput, "is not a regular file") { _ = try NPYFile(path: directory.file("pipe")) }
  }

  @Test("Equal rows are found by their bytes")
  func equalRows() throws {
    let file = try NPYFile(
      path: directory.write([[1, 2], [1, 2], [1, 3], [-0.0, 0], [0, 0]], to: "e.npy"))
    #expect(try file.rowsAreEqual(0, 1))
    #expect(try !file.rowsAreEqual(1, 2))
    #expect(try !file.rowsAreEqual(3, 4))
    #expect(try file.startsOfEqualRows() == [0, 2, 3, 4])
  }

  @Test("The first number that is not finite is found, in every position and float type")
  func nonFinite() throws {
    for position in 0..<6 {
      for value in [Double.nan, .infinity, -.infinity] {
        var numbers = [Double](repeating: 1, count: 6)
        numbers[position] = value
        let data = [
          "<f8": bytes(numbers), "<f4": bytes(numbers.map { Float($0) }),
          "<f2": bytes(numbers.map { Float16($0) }),
        ]
        for (descr, data) in data {
          let file = try open(npyBytes(descr: "'\(descr)'", data: data))
          let found = try file.inspect(parts: 0..<1)[0].firstNonFinite
          #expect(found?.row == position / 3 && found?.column == position % 3)
        }
      }
    }
  }
}
