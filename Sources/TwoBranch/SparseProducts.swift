import CKernels
import Tensor

/// `result = sparse x weight`, with `weight` stored `[input, hidden]`; costs `non-zeros x hidden`.
func multiply(_ sparse: SparseMatrix, _ weight: Matrix, into result: Matrix) {
  precondition(sparse.columns == weight.rows && sparse.rows == result.rows && weight.columns == result.columns)
  result.fill(0)
  for row in 0..<sparse.rows {
    let output = result.pointer + row * result.columns
    for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
      let input = weight.pointer + Int(sparse.columnIndices[entry]) * weight.columns
      tbn_add_scaled(input, weight.columns, sparse.values[entry], output)
    }
  }
}

/// `result += transpose(sparse) x gradient`: touches only the rows of the words that occur.
func accumulateWeightGradient(of sparse: SparseMatrix, _ gradient: Matrix, into result: Matrix) {
  precondition(
    sparse.columns == result.rows && sparse.rows == gradient.rows && gradient.columns == result.columns)
  for row in 0..<sparse.rows {
    let input = gradient.pointer + row * gradient.columns
    for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
      let output = result.pointer + Int(sparse.columnIndices[entry]) * result.columns
      tbn_add_scaled(input, gradient.columns, sparse.values[entry], output)
    }
  }
}
