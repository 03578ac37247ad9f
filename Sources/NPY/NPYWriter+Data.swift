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
    data(bits: numbers.map(\.bitPattern), descr: "<f4", shape: shape)
  }

  /// The bytes of a file of float16.
  package static func data(_ numbers: [Float16], shape: [Int]) -> Data {
    data(bits: numbers.map(\.bitPattern), descr: "<f2", shape: shape)
  }

  /// The bytes of a file of int32.
  package static func data(_ numbers: [Int32], shape: [Int]) -> Data {
    data(bits: numbers, descr: "<i4", shape: shape)
  }

  private static func data<Bits: FixedWidthInteger>(bits: [Bits], descr: String, shape: [Int]) -> Data {
    precondition(shape.reduce(1, *) == bits.count, "\(bits.count) numbers of shape \(shape)")
    var data = Data(NPYHeader.encoded(descr: descr, shape: shape))
    bits.map(\.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
    return data
  }
}
