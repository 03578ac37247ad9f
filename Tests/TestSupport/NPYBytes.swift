import NPY

extension NPYFile {
  /// One row as an array.
  package func row(_ index: Int) throws -> [Float] {
    var values = [Float](repeating: .nan, count: columns)
    try read([index]) { _, bytes in elementType.widen(bytes, into: &values) }
    return values
  }
}

/// The bytes of an npy file, made without the code under test.
package func npyBytes(
  descr: String = "'<f4'", fortran: String = "False", shape: String = "(2, 3)", version: UInt8 = 1,
  dictionary: String? = nil, data: [UInt8] = [UInt8](repeating: 0, count: 24)
) -> [UInt8] {
  let text = dictionary ?? "{'descr': \(descr), 'fortran_order': \(fortran), 'shape': \(shape), }"
  let header = Array((text + "\n").utf8)
  let lengthBytes = version == 1 ? 2 : 4
  let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header + data
}

/// The bytes of numbers in the order of the machine, which must be little-endian.
package func bytes<Number>(_ numbers: [Number]) -> [UInt8] {
  numbers.withUnsafeBytes { Array($0) }
}
