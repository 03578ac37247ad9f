import COpenBLAS

/// What a product reads, as it stands or transposed.
package struct Operand {
  let pointer: UnsafePointer<Float>
  /// Rows and columns as the product sees them.
  let rows: Int
  let columns: Int
  /// Floats from one stored row to the next.
  let stride: Int
  let isTransposed: Bool
  private let owner: Matrix

  /// `[rows, columns]` of the matrix.
  package static func plain(_ matrix: Matrix) -> Operand {
    Operand(
      pointer: matrix.pointer, rows: matrix.rows, columns: matrix.columns, stride: matrix.columns,
      isTransposed: false, owner: matrix)
  }

  /// `[columns, rows]` of the matrix, or of some of its columns.
  package static func transposed(_ matrix: Matrix, columns: Range<Int>? = nil) -> Operand {
    let columns = columns ?? 0..<matrix.columns
    precondition(columns.lowerBound >= 0 && columns.upperBound <= matrix.columns)
    return Operand(
      pointer: matrix.pointer + columns.lowerBound, rows: columns.count, columns: matrix.rows,
      stride: matrix.columns, isTransposed: true, owner: matrix)
  }

  var flag: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
}

/// `result = left x right`, or `result += left x right`.
///
/// Shapes: left `[M, K]`, right `[K, N]` as the product sees them, result `[M, N]`.
package func multiply(_ left: Operand, _ right: Operand, into result: Matrix, accumulate: Bool = false) {
  precondition(
    left.columns == right.rows, "[\(left.rows), \(left.columns)] x [\(right.rows), \(right.columns)]")
  precondition(
    result.rows == left.rows && result.columns == right.columns, "result of a product has another shape")
  guard left.rows > 0, right.columns > 0 else { return }
  guard left.columns > 0 else {
    if !accumulate { result.fill(0) }
    return
  }
  cblas_sgemm(
    CblasRowMajor, left.flag, right.flag, Int32(left.rows), Int32(right.columns), Int32(left.columns), 1,
    left.pointer, Int32(left.stride), right.pointer, Int32(right.stride), accumulate ? 1 : 0, result.pointer,
    Int32(result.columns))
}
