/// The batch that all ranks share in one step: distinct images, each with some of its texts.
///
/// An image with its texts is a neighbourhood. A position counts within the batch; a row counts within the data.
package struct GlobalBatch: Equatable, Sendable {
  /// Rows of the images, `[B]`, none twice.
  package let images: [Int32]
  /// Rows of the texts, `[N]`, neighbourhood by neighbourhood, the anchor first. A row may stand under several
  /// images where a text has several.
  package let texts: [Int32]
  /// `[B + 1]`: the texts of image position i stand at positions `textStarts[i]..<textStarts[i + 1]`.
  package let textStarts: [Int]

  package init(images: [Int32], texts: [Int32], textStarts: [Int]) {
    precondition(Set(images).count == images.count, "an image stands twice in a batch")
    precondition(textStarts.count == images.count + 1, "one start for each image and the end")
    precondition(textStarts.first == 0 && textStarts.last == texts.count, "starts span the texts")
    precondition(zip(textStarts, textStarts.dropFirst()).allSatisfy { $0 <= $1 }, "starts ascend")
    self.images = images
    self.texts = texts
    self.textStarts = textStarts
  }

  /// The positions of the texts of the neighbourhood at an image position.
  package func texts(ofImageAt position: Int) -> Range<Int> {
    textStarts[position]..<textStarts[position + 1]
  }

  /// The run of whole neighbourhoods that one of `size` ranks computes.
  ///
  /// The slices of ranks 0, 1, ... follow one another and make up the batch. Their image counts differ by at most
  /// one; with more ranks than images some slices are empty. Their text counts may differ by more where images
  /// have fewer texts than asked for.
  package func slice(rank: Int, of size: Int) -> BatchSlice {
    precondition(size >= 1 && rank >= 0 && rank < size, "rank \(rank) of \(size)")
    let first = images.count * rank / size
    let end = images.count * (rank + 1) / size
    return BatchSlice(images: first..<end, texts: textStarts[first]..<textStarts[end])
  }
}
