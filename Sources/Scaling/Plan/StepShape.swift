/// Sizes of a training step of the embedding network.
///
/// Shapes: B images and T texts of the global batch, D columns of an image or a text, H hidden, E embedding.
package struct StepShape: Equatable, Sendable {
  /// B.
  package var images: Int
  /// Of each image.
  package var sentences: Int
  package var imageColumns: Int
  package var textColumns: Int
  /// Non-zeros of a text's row; 0: dense rows.
  package var words: Int
  package var hidden: Int
  package var embedding: Int

  package init(
    images: Int, sentences: Int, imageColumns: Int, textColumns: Int, words: Int, hidden: Int, embedding: Int
  ) {
    precondition(
      min(images, sentences, imageColumns, textColumns, hidden, embedding) > 0 && words >= 0,
      "a size of a step is below 1")
    self.images = images
    self.sentences = sentences
    self.imageColumns = imageColumns
    self.textColumns = textColumns
    self.words = words
    self.hidden = hidden
    self.embedding = embedding
  }

  /// T.
  package var texts: Int { images * sentences }

  /// Gradients that are ready together, in the order in which the backward pass has them.
  enum Bucket: CaseIterable {
    /// Second layers and batch normalisation, of both branches.
    case secondLayers
    case textFirstLayer
    case imageFirstLayer
  }

  /// Numbers of a bucket.
  func parameters(of bucket: Bucket) -> Int {
    switch bucket {
    case .secondLayers: 2 * (embedding * hidden + embedding + 3 * hidden)
    case .textFirstLayer: textColumns * hidden
    case .imageFirstLayer: imageColumns * hidden
    }
  }

  package var parameters: Int { Bucket.allCases.reduce(0) { $0 + parameters(of: $1) } }
}
