import Tensor

/// What rows of a batch leave behind on their way through a branch: all that the gradients of its weights are made of.
///
/// The rows may be those of one rank, or of several that share memory: a gradient is a sum over rows, whoever
/// brought them.
package struct SavedRows {
  private let lists: [String: Factor]
  /// `[n, D]`, the branch's input where it is sparse.
  package let sparse: SparseMatrix?

  /// - Parameter lists: `[n, columns]` each, by the names that the layers have declared.
  package init(_ lists: [String: Factor], sparse: SparseMatrix?) {
    self.lists = lists
    self.sparse = sparse
    precondition(
      Set(lists.values.map(\.rows) + (sparse.map { [$0.rows] } ?? [])).count == 1, "lists of unequal length")
  }

  package var rows: Int { sparse?.rows ?? lists.first?.value.rows ?? 0 }

  package subscript(name: String) -> Factor {
    guard let list = lists[name] else { preconditionFailure("no layer has declared the rows \(name)") }
    return list
  }
}
