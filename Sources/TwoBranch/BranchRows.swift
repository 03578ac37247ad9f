import Tensor

/// The rows of one rank on their way through a branch.
package struct BranchRows {
  /// As products read them, and as they are kept for the gradients.
  package let saved: SavedRows
  /// Rows that follow one another and go through every product by a call of their own: the bits of a row depend on
  /// what stands beside it in a call.
  package let blocks: [Range<Int>]
  private let numbers: [String: Matrix]

  /// - Parameters:
  ///   - saved: of these rows alone.
  ///   - numbers: in single precision what the passes write, by the same names; the memory of `saved` itself where that
  ///     is of single precision.
  ///   - blocks: of all rows; nil: one.
  package init(_ saved: SavedRows, numbers: [String: Matrix], blocks: [Range<Int>]? = nil) {
    precondition(numbers.values.allSatisfy { $0.rows == saved.rows })
    self.saved = saved
    self.numbers = numbers
    self.blocks = blocks ?? [0..<saved.rows]
    precondition(self.blocks.reduce(0) { $1.lowerBound == $0 ? $1.upperBound : -1 } == saved.rows)
  }

  /// What a pass writes, to be kept by `save`.
  func numbers(_ name: String) -> Matrix {
    guard let matrix = numbers[name] else { preconditionFailure("no layer has declared the rows \(name)") }
    return matrix
  }

  /// Keeps what a pass has written.
  ///
  /// - Returns: as products read it.
  @discardableResult
  func save(_ name: String) -> Factor {
    let saved = saved[name]
    saved.take(numbers(name))
    return saved
  }

  /// `[n, E]`: with respect to the normalised embeddings, and after `Branch.backward` to those before normalisation.
  package var embeddingGradient: Matrix { numbers(Branch.embeddingGradientRows) }
}
