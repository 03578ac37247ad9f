import CKernels
import Tensor

extension Matrix {
  /// The product of a row with as many numbers, in doubles: the same for the same numbers, wherever they stand.
  func product(ofRow row: Int, with numbers: UnsafePointer<Float>) -> Double {
    precondition(row >= 0 && row < rows)
    return tbn_exact_product(pointer + row * columns, numbers, columns)
  }

  /// The largest Euclidean norm of a row; 0 without rows.
  var largestNorm: Double {
    (0..<rows).reduce(0) { max($0, product(ofRow: $1, with: pointer + $1 * columns)) }.squareRoot()
  }
}
