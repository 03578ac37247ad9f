import Tensor

#if _endian(big)
  #error("safetensors holds little-endian numbers, and they are copied here as they stand in memory")
#endif

/// A named tensor to be written. Its numbers stay where they are and are not copied.
package struct SafetensorsTensor {
  /// As in PyTorch's `state_dict`: "image_branch.fc1.weight".
  package let name: String
  /// Lengths, the slowest first; none for a single number.
  package let shape: [Int]
  private let values: Values

  private enum Values {
    case float32(Matrix)
    case float64([Double])
    case int64([Int64])
    case uint8([UInt8])
  }

  /// Floats of any shape that has as many elements as the matrix; `nil`: `[rows, columns]`.
  package init(_ name: String, _ matrix: Matrix, shape: [Int]? = nil) {
    self.init(name, shape ?? [matrix.rows, matrix.columns], .float32(matrix), count: matrix.count)
  }

  /// Doubles in row-major order; `nil`: a vector.
  package init(_ name: String, _ numbers: [Double], shape: [Int]? = nil) {
    self.init(name, shape ?? [numbers.count], .float64(numbers), count: numbers.count)
  }

  /// Integers in row-major order; `nil`: a vector.
  package init(_ name: String, _ numbers: [Int64], shape: [Int]? = nil) {
    self.init(name, shape ?? [numbers.count], .int64(numbers), count: numbers.count)
  }

  /// Bytes in row-major order; `nil`: a vector.
  package init(_ name: String, _ bytes: [UInt8], shape: [Int]? = nil) {
    self.init(name, shape ?? [bytes.count], .uint8(bytes), count: bytes.count)
  }

  private init(_ name: String, _ shape: [Int], _ values: Values, count: Int) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == count, "\(name): \(shape), \(count) numbers")
    precondition(name != SafetensorsHeader.metadataKey, "the name of the metadata")
    (self.name, self.shape, self.values) = (name, shape, values)
  }

  /// The type of its numbers in the file.
  package var type: SafetensorsType {
    switch values {
    case .float32: .float32
    case .float64: .float64
    case .int64: .int64
    case .uint8: .uint8
    }
  }

  var byteCount: Int { shape.reduce(type.byteCount, *) }

  func withUnsafeBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    switch values {
    case .float32(let matrix):
      try withExtendedLifetime(matrix) { try body(UnsafeRawBufferPointer(matrix.elements)) }
    case .float64(let numbers): try numbers.withUnsafeBytes(body)
    case .int64(let numbers): try numbers.withUnsafeBytes(body)
    case .uint8(let bytes): try bytes.withUnsafeBytes(body)
    }
  }
}
