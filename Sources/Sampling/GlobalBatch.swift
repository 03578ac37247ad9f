/// The batch that all ranks share in one step: neighbourhoods of images and texts that belong together.
///
/// In image-sentence matching a neighbourhood is an image with some of its sentences; in phrase localization it is a
/// photo with some of its regions (they stand on the image side) and of its phrases. A position counts within the
/// batch; a row counts within the data.
///
/// Legend: G neighbourhoods, B images, N texts.
package struct GlobalBatch: Equatable, Sendable {
  /// Rows of the images, `[B]`, neighbourhood by neighbourhood, none twice.
  package let images: [Int32]
  /// Rows of the texts, `[N]`, neighbourhood by neighbourhood. A row may stand in several neighbourhoods
  /// where a text belongs to several.
  package let texts: [Int32]
  /// `[G + 1]`: the images of neighbourhood g stand at positions `imageStarts[g]..<imageStarts[g + 1]`.
  package let imageStarts: [Int]
  /// `[G + 1]`: its texts at positions `textStarts[g]..<textStarts[g + 1]`.
  package let textStarts: [Int]

  package init(images: [Int32], imageStarts: [Int], texts: [Int32], textStarts: [Int]) {
    precondition(Set(images).count == images.count, "an image stands twice in a batch")
    precondition(imageStarts.count == textStarts.count, "images and texts of the same neighbourhoods")
    for (starts, count) in [(imageStarts, images.count), (textStarts, texts.count)] {
      precondition(starts.first == 0 && starts.last == count, "starts span the rows")
      precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }, "starts ascend")
    }
    self.images = images
    self.texts = texts
    self.imageStarts = imageStarts
    self.textStarts = textStarts
  }

  /// Neighbourhoods of one image each.
  package init(images: [Int32], texts: [Int32], textStarts: [Int]) {
    self.init(images: images, imageStarts: Array(0...images.count), texts: texts, textStarts: textStarts)
  }

  package var neighborhoodCount: Int { textStarts.count - 1 }

  /// The positions of a neighbourhood's images.
  package func images(ofNeighborhood number: Int) -> Range<Int> {
    imageStarts[number]..<imageStarts[number + 1]
  }

  /// The positions of a neighbourhood's texts.
  package func texts(ofNeighborhood number: Int) -> Range<Int> {
    textStarts[number]..<textStarts[number + 1]
  }

  /// The run of whole neighbourhoods that one of `size` ranks computes.
  ///
  /// The slices of ranks 0, 1, ... follow one another and make up the batch. Their neighbourhood counts differ by at
  /// most one; with more ranks than neighbourhoods some slices are empty. Their rows may differ by more where
  /// neighbourhoods differ in size.
  package func slice(rank: Int, of size: Int) -> BatchSlice {
    precondition(size >= 1 && rank >= 0 && rank < size, "rank \(rank) of \(size)")
    let first = neighborhoodCount * rank / size
    let end = neighborhoodCount * (rank + 1) / size
    return BatchSlice(
      images: imageStarts[first]..<imageStarts[end], texts: textStarts[first]..<textStarts[end])
  }
}
