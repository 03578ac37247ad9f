import CKernels
import Tensor

/// Each row divided by its length. Shapes: n rows, E columns.
enum L2Normalize {
  /// Keeps a row of zeros from a division by zero.
  private static let epsilon: Float = 1e-10

  /// In place; `norms` `[n, 1]` receives the lengths before.
  static func forward(_ rows: Matrix, norms: Matrix) {
    tbn_normalize_rows(rows.pointer, rows.rows, rows.columns, epsilon, norms.pointer)
  }

  /// Turns the gradient with respect to the outcome, `[n, E]`, into that with respect to the rows.
  static func backward(_ gradient: Matrix, normalized: Matrix, norms: Matrix) {
    tbn_normalize_rows_backward(
      normalized.pointer, norms.pointer, gradient.rows, gradient.columns, epsilon, gradient.pointer)
  }
}
