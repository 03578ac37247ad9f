import CKernels
import Tensor

/// `result = sparse x weight`, with `weight` stored `[input, hidden]`; costs `non-zeros x hidden`.
func multiply(_ sparse: SparseMatrix, _ weight: Matrix, into result: Matrix) {
  precondition(
    sparse.columns == weight.rows && sparse.rows == result.rows && weight.columns == result.columns)
  result.fill(0)
  for row in 0..<sparse.rows {
    let output = result.pointer + row * result.columns
    for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
      let input = weight.pointer + Int(sparse.columnIndices[entry]) * weight.columns
      tbn_add_scaled(input, weight.columns, sparse.values[entry], output)
    }
  }
}

/// Some rows of `result = transpose(sparse) x gradient`; costs their non-zeros times the columns, and their zeroing.
///
/// Shapes: sparse `[n, D]`, gradient `[n, H]`, result `[D, H]`.
func storeWeightGradient(
  of sparse: SparseMatrix, _ gradient: Matrix, _ inputs: Range<Int>, into result: Matrix
) {
  precondition(
    sparse.columns == result.rows && sparse.rows == gradient.rows && gradient.columns == result.columns)
  result.rows(inputs).fill(0)
  for row in 0..<sparse.rows {
    let hidden = gradient.pointer + row * gradient.columns
    for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
      let input = Int(sparse.columnIndices[entry])
      guard inputs.contains(input) else { continue }
      tbn_add_scaled(hidden, gradient.columns, sparse.values[entry], result.pointer + input * result.columns)
    }
  }
}
