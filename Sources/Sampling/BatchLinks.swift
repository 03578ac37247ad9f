/// What is positive and what is a neighbour inside a global batch: whatever the data links, wherever it stands in
/// the batch.
///
/// Positions, not rows. A text that stands at several positions is a neighbour of itself at the others.
package struct BatchLinks: Equatable, Sendable {
  /// For each text position, `[N]` lists, the image positions it is positive with.
  package let imagesOfText: PositionLists
  /// For each image position, `[B]` lists, the text positions it is positive with.
  package let textsOfImage: PositionLists
  /// For each text position, `[N]` lists, the other text positions that share an image with it; the image need
  /// not stand in the batch.
  package let neighborTexts: PositionLists
  /// For each image position, `[B]` lists, the other image positions that share a text with it; the text need
  /// not stand in the batch.
  package let neighborImages: PositionLists
  /// Positive pairs of different neighbourhoods: without the links they would be taken for negatives.
  package let maskedPairs: Int

  /// Costs O(P log P) for P links of the batch's items, plus the lists made.
  ///
  /// - Parameter links: The links the batch was drawn from, or these with more added (equal texts).
  package init(links: Links, batch: GlobalBatch) {
    let byImage = PositionsByRow(count: batch.texts.count) { links.images(of: Int(batch.texts[$0])) }
    let byText = PositionsByRow(count: batch.images.count) { links.texts(of: Int(batch.images[$0])) }
    textsOfImage = byImage.lists(ofRows: batch.images)
    imagesOfText = textsOfImage.transposed(count: batch.texts.count)
    neighborTexts = byImage.neighbors()
    neighborImages = byText.neighbors()
    let ownPairs = Self.ownPairCount(of: batch, in: textsOfImage)
    precondition(ownPairs == batch.texts.count, "a text of the batch is not linked to its image")
    maskedPairs = textsOfImage.pairCount - ownPairs
  }

  /// The (text, image) pairs that are positive, of the N x B.
  package var positivePairs: Int { imagesOfText.pairCount }

  private static func ownPairCount(of batch: GlobalBatch, in textsOfImage: PositionLists) -> Int {
    batch.images.indices.reduce(0) { sum, image in
      let own = batch.texts(ofImageAt: image)
      return sum + textsOfImage[image].count { own.contains(Int($0)) }
    }
  }
}
