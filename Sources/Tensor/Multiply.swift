import COpenBLAS
import CProducts

/// `result = left x right`, of two matrices of single precision or two of bfloat16.
///
/// Shapes: left `[M, K]`, right `[K, N]` as the product sees them, result `[M, N]`.
package func multiply(_ left: Operand, _ right: Operand, into result: Matrix) {
  precondition(
    left.columns == right.rows, "[\(left.rows), \(left.columns)] x [\(right.rows), \(right.columns)]")
  precondition(
    result.rows == left.rows && result.columns == right.columns, "result of a product has another shape")
  guard left.rows > 0, right.columns > 0 else { return }
  guard left.columns > 0 else { return result.fill(0) }
  switch (left.numbers, right.numbers) {
  case (.single(let one), .single(let other)):
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
      right.isTransposed ? CblasTrans : CblasNoTrans, Int32(left.rows), Int32(right.columns),
      Int32(left.columns), 1, one, Int32(left.stride), other, Int32(right.stride), 0, result.pointer,
      Int32(result.columns))
  case (.bfloat16(let one), .bfloat16(let other)):
    let status = tbn_multiply_bfloat16(
      tbn_bfloat16_operand(numbers: one, stride: Int64(left.stride), is_transposed: left.isTransposed),
      tbn_bfloat16_operand(numbers: other, stride: Int64(right.stride), is_transposed: right.isTransposed),
      Int64(left.rows), Int64(right.columns), Int64(left.columns), result.pointer, Int64(result.columns))
    precondition(status == 0, "oneDNN's status \(status) for a product")
  default: preconditionFailure("a product of operands of different precision")
  }
}
