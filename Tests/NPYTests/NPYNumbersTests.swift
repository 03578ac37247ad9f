import Failures
import NPY
import TestSupport
import Testing

@Suite("Reading npy files of plain numbers")
struct NPYNumbersTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(_ bytes: [UInt8], columns: Int = 3) throws -> NPYNumbers {
    try NPYNumbers(path: directory.write(bytes, to: "a.npy"), columns: columns)
  }

  private func all(_ file: NPYNumbers) -> [Double] {
    (0..<file.rows).flatMap { row in (0..<file.columns).map { file.number(row, $0) } }
  }

  /// The bytes of numbers as an element type stores them.
  private func stored(_ numbers: [Int], as type: NPYNumberType) -> [UInt8] {
    switch type {
    case .int8: bytes(numbers.map { Int8($0) })
    case .int16: bytes(numbers.map { Int16($0) })
    case .int32: bytes(numbers.map { Int32($0) })
    case .int64: bytes(numbers.map { Int64($0) })
    case .uint8: bytes(numbers.map { UInt8($0) })
    case .uint16: bytes(numbers.map { UInt16($0) })
    case .uint32: bytes(numbers.map { UInt32($0) })
    case .uint64: bytes(numbers.map { UInt64($0) })
    case .float16: bytes(numbers.map { Float16($0) })
    case .float32: bytes(numbers.map { Float($0) })
    case .float64: bytes(numbers.map { Double($0) })
    }
  }

  @Test("Numbers of each element type come out", arguments: NPYNumberType.allCases)
  func elementTypes(type: NPYNumberType) throws {
    let isSigned = !type.rawValue.contains("u")
    let numbers = [0, 1, 2, 100, 7, isSigned ? -128 : 255]
    let file = try open(npyBytes(descr: "'\(type.rawValue)'", data: stored(numbers, as: type)))
    #expect(file.rows == 2 && file.columns == 3 && file.elementType == type)
    #expect(all(file) == numbers.map(Double.init))
  }

  @Test("Extreme integers and numbers that are not finite are handed on")
  func extremes() throws {
    let integers = try open(
      npyBytes(descr: "'<i8'", shape: "(1, 3)", data: bytes([Int64.max, .min, 1 << 53])))
    #expect(all(integers) == [0x1p63, -0x1p63, 0x1p53])
    let floats = try open(
      npyBytes(descr: "'<f4'", shape: "(1, 3)", data: bytes([Float.infinity, -0.5, .nan])))
    #expect(floats.number(0, 0) == .infinity && floats.number(0, 1) == -0.5 && floats.number(0, 2).isNaN)
  }

  @Test("One dimension is one column, where one is wanted", arguments: ["(6,)", "(6, 1)"])
  func vector(shape: String) throws {
    let file = try open(npyBytes(shape: shape, data: bytes([1, 2, 3, 4, 5, 6] as [Float])), columns: 1)
    #expect(file.rows == 6 && file.columns == 1)
    #expect(all(file) == [1, 2, 3, 4, 5, 6])
  }

  @Test("Another shape, type or length is refused with what was found")
  func refusals() throws {
    expectFailure(.badData, "a.npy: rows of 3 numbers", "expected 4 in each row") {
      _ = try open(npyBytes(), columns: 4)
    }
    expectFailure(.badData, "rows of 1 number;", "expected 2 in each row") {
      _ = try open(npyBytes(shape: "(6, 1)"), columns: 2)
    }
    expectFailure(.badData, "1 dimension, shape (6,)") { _ = try open(npyBytes(shape: "(6,)")) }
    expectFailure(.badData, "3 dimensions") { _ = try open(npyBytes(shape: "(2, 3, 1)"), columns: 1) }
    expectFailure(.badData, "elements of type '>i4' (big-endian)", "astype('<i4')") {
      _ = try open(npyBytes(descr: "'>i4'"))
    }
    expectFailure(.badData, "elements of type '|b1'", "|i1, <i2, <i4, <i8, |u1, <u2, <u4, <u8") {
      _ = try open(npyBytes(descr: "'|b1'", data: [0, 0, 0, 0, 0, 0]))
    }
    expectFailure(.badData, "23 bytes of numbers", "expected 24 bytes for shape (2, 3) of <i4") {
      _ = try open(Array(npyBytes(descr: "'<i4'").dropLast()))
    }
    expectFailure(.noInput, "cannot be opened") {
      _ = try NPYNumbers(path: directory.file("none.npy"), columns: 1)
    }
  }
}
