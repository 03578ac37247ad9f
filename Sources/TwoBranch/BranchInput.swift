import Tensor

/// Rows that enter a branch.
package enum BranchInput {
  case dense(Matrix)
  case sparse(SparseMatrix)

  package var rows: Int {
    switch self {
    case .dense(let matrix): matrix.rows
    case .sparse(let matrix): matrix.rows
    }
  }
}
