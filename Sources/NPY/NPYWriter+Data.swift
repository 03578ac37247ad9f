import Foundation

// Whole files as bytes, for tables that are in memory. A shape has one or two dimensions.

extension NPYWriter {
  /// The bytes of a file of float32; `rows` all have `columns` numbers.
  package static func data(rows: [[Float]], columns: Int) -> Data {
    precondition(rows.allSatisfy { $0.count == columns }, "rows of different lengths")
    return data(rows.flatMap { $0 }, shape: [rows.count, columns])
  }

  /// The bytes of a file of float32.
  package static func data(_ numbers: [Float], shape: [Int]) -> Data {
    data(numbers, shape: shape, descr: "<f4", bits: \.bitPattern)
  }

  /// The bytes of a file of float16.
  package static func data(_ numbers: [Float16], shape: [Int]) -> Data {
    data(numbers, shape: shape, descr: "<f2", bits: \.bitPattern)
  }

  /// The bytes of a file of int32.
  package static func data(_ numbers: [Int32], shape: [Int]) -> Data {
    data(numbers, shape: shape, descr: "<i4", bits: \.self)
  }

  /// Numbers that are converted at once.
  private static let partLength = 1 << 16

  /// Goes through the numbers in parts: a table may fill much of the memory.
  private static func data<Number, Bits: FixedWidthInteger>(
    _ numbers: [Number], shape: [Int], descr: String, bits: (Number) -> Bits
  ) -> Data {
    precondition(shape.reduce(1, *) == numbers.count, "\(numbers.count) numbers of shape \(shape)")
    let header = NPYHeader.encoded(descr: descr, shape: shape)
    var data = Data(capacity: header.count + numbers.count * MemoryLayout<Bits>.size)
    data.append(contentsOf: header)
    for start in stride(from: 0, to: numbers.count, by: partLength) {
      let part = numbers[start..<min(start + partLength, numbers.count)].map { bits($0).littleEndian }
      part.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }
}
