import CKernels
import Tensor

extension Matrix {
  /// The product of a row with as many numbers, in doubles: the same for the same numbers, wherever they stand.
  func product(ofRow row: Int, with numbers: UnsafePointer<Float>) -> Double {
    precondition(row >= 0 && row < rows)
    return tbn_exact_product(pointer + row * columns, numbers, columns)
  }
}
