import CKernels
import NPY
import TestSupport
import Testing

@Suite("Rows on their way to single precision")
struct FeatureRowKernelsTests {
  /// None, one, odd, a vector's width and around it, a kernel's block and around it.
  static let counts = [0, 1, 3, 8, 16, 17, 1023, 1024, 1025, 2500]

  /// Numbers that every element type holds exactly.
  private func numbers(_ count: Int, _ type: NPYElementType) -> [Float] {
    (0..<count).map { type == .uint8 ? Float($0 * 37 % 256) : Float($0 * 37 % 256) / 8 - 11 }
  }

  /// The numbers as they stand in a file, behind one byte, so that nothing is aligned.
  private func stored(_ numbers: [Float], _ type: NPYElementType) -> [UInt8] {
    switch type {
    case .float16: [0] + bytes(numbers.map { Float16($0) })
    case .float32: [0] + bytes(numbers)
    case .float64: [0] + bytes(numbers.map { Double($0) })
    case .uint8: [0] + numbers.map { UInt8($0) }
    }
  }

  /// Runs `body` on the stored bytes and a target of `count` numbers, after which nothing may be written.
  private func result(
    _ stored: [UInt8], _ count: Int, _ body: (UnsafeRawBufferPointer, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var target = [Float](repeating: -1, count: count + 1)
    stored.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0.dropFirst()), &target) }
    #expect(target[count] == -1, "wrote past the end")
    return Array(target[..<count])
  }

  @Test("Every type is widened exactly, from any address", arguments: NPYElementType.allCases, counts)
  func widen(type: NPYElementType, count: Int) {
    let numbers = numbers(count, type)
    #expect(result(stored(numbers, type), count) { type.widen($0, into: $1) } == numbers)
  }

  @Test(
    "Standardizing is a subtraction and a division in single precision, to the bit, and near those in double",
    arguments: NPYElementType.allCases, counts)
  func standardize(type: NPYElementType, count: Int) {
    let numbers = numbers(count, type)
    let mean = randomNumbers(count, seed: 1)
    let scale = randomNumbers(count, seed: 2).map { abs($0) + 0.01 }
    let found = result(stored(numbers, type), count) {
      type.standardize($0, mean: mean, scale: scale, into: $1)
    }
    let single = (0..<count).map { (numbers[$0] - mean[$0]) / scale[$0] }
    #expect(found == single)
    let twin = (0..<count).map { (Double(numbers[$0]) - Double(mean[$0])) / Double(scale[$0]) }
    expectClose(Difference(found, from: twin), within: 1e-6)
  }

  @Test("A row is divided by its length", arguments: counts)
  func unitLength(count: Int) {
    var row = randomNumbers(count, seed: 3) + [-1]
    let twin = row.dropLast().map(Double.init)
    let length = twin.reduce(0) { $0 + $1 * $1 }.squareRoot()
    tbn_to_unit_length(&row, count)
    #expect(row[count] == -1, "wrote past the end")
    expectClose(Difference(row.dropLast(), from: twin.map { $0 / length }), within: 1e-7)
  }

  @Test("A row of zeros stays, and large and small rows keep their direction", arguments: [1e-30, 1, 1e30])
  func extremeLengths(size: Double) {
    var zeros = [Float](repeating: 0, count: 9)
    tbn_to_unit_length(&zeros, 9)
    #expect(zeros == [Float](repeating: 0, count: 9))
    var row = [3, 0, -4].map { Float($0 * size) }
    tbn_to_unit_length(&row, 3)
    expectClose(Difference(row, from: [0.6, 0, -0.8]), within: 1e-6)
  }
}
