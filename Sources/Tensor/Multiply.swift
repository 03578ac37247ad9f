import COpenBLAS
import CProducts

/// `result = left x right`, of two matrices of single precision or two of bfloat16.
///
/// Shapes: left `[M, K]`, right `[K, N]` as the product sees them, result `[M, N]`.
package func multiply(_ left: Operand, _ right: Operand, into result: Matrix) {
  guard hasTerms(left, right, result) else { return }
  switch (left.numbers, right.numbers) {
  case (.single(let one), .single(let other)):
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
      right.isTransposed ? CblasTrans : CblasNoTrans, Int32(left.rows), Int32(right.columns),
      Int32(left.columns), 1, one, Int32(left.stride), other, Int32(right.stride), 0, result.pointer,
      Int32(result.columns))
  case (.bfloat16, .bfloat16): multiply(TBN_BFLOAT16, left, right, result)
  default: preconditionFailure("a product of operands of different precision")
  }
}

/// The same for a layer's rows `[M, K]` and weight `[K, N]`, if so asked (`BLAS.takesFasterForRows`) by the library that
/// is faster at these shapes: with few rows, on AVX-512 and one thread, oneDNN by a tenth. (Pools of threads of two
/// libraries would wait for each other.) The bits of a row then depend on how many rows stand beside it.
package func multiplyRows(_ rows: Operand, _ weight: Operand, into result: Matrix) {
  guard case .single = rows.numbers, case .single = weight.numbers, !rows.isTransposed,
    BLAS.takesFasterForRows, BLAS.threadCount == 1, tbn_has_float_products(),
    rows.rows * rows.columns * weight.columns >= 1 << 24
  else { return multiply(rows, weight, into: result) }
  guard hasTerms(rows, weight, result) else { return }
  multiply(TBN_FLOAT, rows, weight, result)
}

/// Checks the shapes; a result without terms is done.
private func hasTerms(_ left: Operand, _ right: Operand, _ result: Matrix) -> Bool {
  precondition(
    left.columns == right.rows, "[\(left.rows), \(left.columns)] x [\(right.rows), \(right.columns)]")
  precondition(
    result.rows == left.rows && result.columns == right.columns, "result of a product has another shape")
  guard result.count > 0, left.columns == 0 else { return result.count > 0 }
  result.fill(0)
  return false
}

private func multiply(_ number: tbn_number, _ left: Operand, _ right: Operand, _ result: Matrix) {
  let status = tbn_multiply(
    number, left.stored, right.stored, Int64(left.rows), Int64(right.columns), Int64(left.columns),
    result.pointer, Int64(result.columns))
  precondition(status == 0, "oneDNN's status \(status) for a product")
}

extension Operand {
  fileprivate var stored: tbn_operand {
    let start: UnsafeRawPointer =
      switch numbers {
      case .single(let floats): UnsafeRawPointer(floats)
      case .bfloat16(let halves): UnsafeRawPointer(halves)
      }
    return tbn_operand(numbers: start, stride: Int64(stride), is_transposed: isTransposed)
  }
}
