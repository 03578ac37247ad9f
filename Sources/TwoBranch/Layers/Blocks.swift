import CKernels
import Tensor

/// `multiplyRows` by a call for each block of the rows `[n, K]`.
func multiplyRows(_ rows: Factor, _ blocks: [Range<Int>], _ weight: Operand, into result: Matrix) {
  for block in blocks { multiplyRows(.plain(rows.rows(block)), weight, into: result.rows(block)) }
}

extension Matrix {
  /// `[2 columns]`: column sums, then column sums of squares.
  func columnMoments() -> [Double] {
    var moments = [Double](repeating: 0, count: 2 * columns)
    moments.withUnsafeMutableBufferPointer { buffer in
      guard let sums = buffer.baseAddress else { return }
      tbn_column_sums(pointer, rows, columns, sums, sums + columns)
    }
    return moments
  }
}
