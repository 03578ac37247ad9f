import Tensor
import TwoBranch

extension BranchRows {
  /// Rows of an input in memory of their own, of single precision.
  ///
  /// - Parameter embeddingGradient: `[n, E]`, in the place of the rows' own.
  package init(
    _ input: BranchInput, _ shape: BranchShape, embeddingGradient: Matrix, blocks: [Range<Int>]? = nil
  ) {
    var numbers: [String: Matrix] = [:]
    for list in Branch.rows(shape, .fp32) {
      numbers[list.name] = Matrix(rows: input.rows, columns: list.columns)
    }
    numbers[Branch.embeddingGradientRows] = embeddingGradient
    var sparse: SparseMatrix?
    switch input {
    case .dense(let rows): numbers[Branch.inputRows] = rows
    case .sparse(let rows): sparse = rows
    }
    self.init(
      SavedRows(numbers.mapValues(Factor.single), sparse: sparse), numbers: numbers, blocks: blocks)
  }
}
