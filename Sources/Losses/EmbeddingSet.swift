import CKernels
import Tensor

/// The embeddings of one side of a global batch, with the gradient of every term with respect to them.
struct EmbeddingSet {
  /// `[count, E]`.
  let embeddings: Matrix
  /// `[count, E]`, added to.
  let gradients: Matrix
  /// `[count]`, squared lengths.
  let squares: [Float]

  init(_ embeddings: Matrix, gradients: Matrix) {
    precondition(embeddings.rows == gradients.rows && embeddings.columns == gradients.columns)
    self.embeddings = embeddings
    self.gradients = gradients
    var squares = [Float](repeating: 0, count: embeddings.rows)
    tbn_row_squares(embeddings.pointer, embeddings.rows, embeddings.columns, &squares)
    self.squares = squares
  }

  var count: Int { embeddings.rows }

  /// Whether both are the same items, so that an anchor stands among its own candidates.
  func isSame(as other: EmbeddingSet) -> Bool { embeddings.pointer == other.embeddings.pointer }
}
