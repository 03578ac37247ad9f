import Tensor

/// The rows of one rank on their way through a branch.
///
/// Shapes: n rows, D input columns, H hidden, E embedding.
package struct BranchRows {
  /// `[n, H]`, after ReLU and dropout.
  package let activation: Matrix
  /// `[n, H]`, with respect to the first layer's outcome.
  package let hiddenGradient: Matrix
  /// `[n, E]`: with respect to the normalised embeddings, and after `Branch.backward` to those before normalisation.
  package let embeddingGradient: Matrix
  /// The same as products read them.
  package let factors: BranchFactors
  /// Rows that follow one another and go through every product by a call of their own: the bits of a row depend on
  /// what stands beside it in a call.
  package let blocks: [Range<Int>]

  /// - Parameter blocks: of all rows; nil: one.
  package init(
    activation: Matrix, hiddenGradient: Matrix, embeddingGradient: Matrix, factors: BranchFactors,
    blocks: [Range<Int>]? = nil
  ) {
    precondition(
      [activation.rows, hiddenGradient.rows, embeddingGradient.rows].allSatisfy { $0 == factors.rows })
    self.activation = activation
    self.hiddenGradient = hiddenGradient
    self.embeddingGradient = embeddingGradient
    self.factors = factors
    self.blocks = blocks ?? [0..<factors.rows]
    precondition(self.blocks.reduce(0) { $1.lowerBound == $0 ? $1.upperBound : -1 } == factors.rows)
  }
}

/// What rows of a batch leave behind on their way through a branch: all that the gradients of its weights are made of.
///
/// The rows may be those of one rank, or of several that share memory: a gradient is a sum over rows, whoever
/// brought them.
package struct BranchFactors {
  /// `[n, D]`.
  package let input: InputFactor
  /// `[n, H]`, as in `BranchRows`.
  package let activation: Factor
  /// `[n, H]`.
  package let hiddenGradient: Factor
  /// `[n, E]`.
  package let embeddingGradient: Factor

  package init(
    input: InputFactor, activation: Factor, hiddenGradient: Factor, embeddingGradient: Factor
  ) {
    self.input = input
    self.activation = activation
    self.hiddenGradient = hiddenGradient
    self.embeddingGradient = embeddingGradient
  }

  package var rows: Int { input.rows }
}
