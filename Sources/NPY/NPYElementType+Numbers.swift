import CKernels

extension NPYElementType {
  /// Turns the bytes of numbers of this type, of any alignment, into single-precision numbers.
  ///
  /// A float64 beyond the range of Float becomes an infinity; `NPYFile.nonFiniteFailure` finds it.
  package func widen(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<Float>) {
    tbn_widen(stored, bytes.baseAddress, bytes.count / byteCount, target)
  }

  /// The same, and each number minus `mean`, divided by `scale`, both `[count]`, in one pass.
  package func standardize(
    _ bytes: UnsafeRawBufferPointer, mean: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>
  ) {
    tbn_standardize(stored, bytes.baseAddress, mean, scale, bytes.count / byteCount, target)
  }

  private var stored: tbn_stored {
    switch self {
    case .float16: TBN_FLOAT16
    case .float32: TBN_FLOAT32
    case .float64: TBN_FLOAT64
    case .uint8: TBN_UINT8
    }
  }
}
