import CKernels

extension NPYFile {
  /// Writes one row `[columns]` as single-precision numbers.
  ///
  /// A float64 beyond the range of Float becomes an infinity; `firstNonFiniteElement` finds it.
  package func copyRow(_ row: Int, into target: UnsafeMutablePointer<Float>) {
    let bytes = rowBytes(row)
    guard let source = bytes.baseAddress else { return }
    switch elementType {
    case .float16: tbn_half_to_float(source, target, columns)
    case .float32: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
    case .float64: Self.narrow(source, into: target, count: columns)
    case .uint8: Self.widen(bytes, into: target)
    }
  }

  // Unaligned loads: a header of odd length may be legal, and then the numbers stand anywhere.
  private static func narrow(
    _ source: UnsafeRawPointer, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for column in 0..<count {
      target[column] = Float(source.loadUnaligned(fromByteOffset: 8 * column, as: Double.self))
    }
  }

  private static func widen(_ source: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<Float>) {
    for column in 0..<source.count { target[column] = Float(source[column]) }
  }
}
