import Tensor

/// What rows of a batch leave behind on their way through a branch: all that the gradients of its weights are made of.
///
/// The rows may be those of one rank, or of several that share memory: a gradient is a sum over rows, whoever
/// brought them.
///
/// Shapes: n rows, D input columns, H hidden, E embedding.
package struct BranchRows {
  /// `[n, D]`.
  package let input: BranchInput
  /// `[n, H]`, after ReLU and dropout.
  package let activation: Matrix
  /// `[n, H]`, with respect to the first layer's outcome.
  package let hiddenGradient: Matrix
  /// `[n, E]`: with respect to the normalised embeddings, and after `Branch.backward` to those before normalisation.
  package let embeddingGradient: Matrix

  package init(
    input: BranchInput, activation: Matrix, hiddenGradient: Matrix, embeddingGradient: Matrix
  ) {
    precondition(
      [activation.rows, hiddenGradient.rows, embeddingGradient.rows].allSatisfy { $0 == input.rows })
    self.input = input
    self.activation = activation
    self.hiddenGradient = hiddenGradient
    self.embeddingGradient = embeddingGradient
  }

  /// In memory of their own.
  package init(_ input: BranchInput, shape: BranchShape) {
    func matrix(_ columns: Int) -> Matrix { Matrix(rows: input.rows, columns: columns) }
    self.init(
      input: input, activation: matrix(shape.hidden), hiddenGradient: matrix(shape.hidden),
      embeddingGradient: matrix(shape.embedding))
  }
}
