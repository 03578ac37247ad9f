extension NPYHeader {
  /// The number of bytes of every header made by `encoded`: enough for the largest shape, and a multiple of 64.
  static let encodedLength = 128

  /// The header of a matrix, see `encoded(descr:shape:)`.
  static func encoded(elementType: NPYElementType, rows: Int, columns: Int) -> [UInt8] {
    encoded(descr: elementType.rawValue, shape: [rows, columns])
  }

  /// A version 1.0 header of exactly `encodedLength` bytes, padded as NumPy does it.
  /// - Parameters:
  ///   - descr: NumPy's name of the element type, as in "<i4".
  ///   - shape: one or two dimensions.
  static func encoded(descr: String, shape: [Int]) -> [UInt8] {
    precondition((1...2).contains(shape.count), "\(shape.count) dimensions")
    // Python's tuple of one number keeps its comma.
    let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape[0]), \(shape[1]))"
    let dictionary = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(tuple), }"
    let length = encodedLength - 10
    var header = magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
    header += Array(dictionary.utf8)
    precondition(header.count < encodedLength, "header of \(header.count) bytes")
    header += [UInt8](repeating: UInt8(ascii: " "), count: encodedLength - 1 - header.count)
    return header + [UInt8(ascii: "\n")]
  }
}
