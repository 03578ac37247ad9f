import Sampling
import TwoBranch

/// The sizes of a benchmark's step.
package struct StepShape: Codable, Sendable {
  package let images: Int
  /// Of each image.
  package let sentences: Int
  package let imageColumns: Int
  package let textColumns: Int
  /// Of each sentence, whose input is then that many non-zeros; 0: dense.
  package let words: Int
  package let hidden: Int
  package let embedding: Int

  package init(
    images: Int, sentences: Int, imageColumns: Int, textColumns: Int, words: Int, hidden: Int, embedding: Int
  ) {
    self.images = images
    self.sentences = sentences
    self.imageColumns = imageColumns
    self.textColumns = textColumns
    self.words = words
    self.hidden = hidden
    self.embedding = embedding
  }

  enum CodingKeys: String, CodingKey {
    case images, sentences, words, hidden, embedding
    case imageColumns = "image_dimensions"
    case textColumns = "text_dimensions"
  }

  var texts: Int { images * sentences }

  func network(head: HeadShape?) -> NetworkShape {
    NetworkShape(
      image: BranchShape(inputColumns: imageColumns, hidden: hidden, embedding: embedding, input: .dense),
      text: BranchShape(
        inputColumns: textColumns, hidden: hidden, embedding: embedding, input: words == 0 ? .dense : .sparse),
      head: head)
  }

  /// Some of `poolImages` images, each with its sentences.
  func batch(seed: Int, poolImages: Int) -> GlobalBatch {
    let chosen = (0..<images).map { Int32(($0 + seed * images) % poolImages) }
    return GlobalBatch(
      images: chosen,
      texts: chosen.flatMap { image in (0..<Int32(sentences)).map { image * Int32(sentences) + $0 } },
      textStarts: (0...images).map { $0 * sentences })
  }

  /// Floating-point operations of the products that a step of the embedding network needs: those of fully connected
  /// layers with dense input, and the similarities of the loss.
  var operations: Double {
    let first = images * imageColumns + (words == 0 ? texts * textColumns : 0)
    let second = (images + texts) * embedding
    let similarities = (2 * images * texts + texts * texts) * embedding
    return 2 * (Double(2 * first + 3 * second) * Double(hidden) + Double(similarities))
  }
}
