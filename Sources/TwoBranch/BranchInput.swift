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

  /// The rows as products of single precision read them.
  package var factor: InputFactor {
    switch self {
    case .dense(let matrix): .dense(.single(matrix))
    case .sparse(let matrix): .sparse(matrix)
    }
  }
}

/// Rows that enter a branch, as products read them.
package enum InputFactor {
  case dense(Factor)
  case sparse(SparseMatrix)

  package var rows: Int {
    switch self {
    case .dense(let factor): factor.rows
    case .sparse(let matrix): matrix.rows
    }
  }
}
