/// The pairs of a global batch that are neither positive nor negative: a region that overlaps a phrase's box, but not
/// enough. Positions in the batch.
///
/// Two items of the same kind are such a pair where some item of the other kind, in the batch or not, is positive with
/// one and ambiguous with the other, and none is positive with both.
package struct AmbiguousLinks: Equatable, Sendable {
  /// For each text position, `[N]` lists of image positions.
  package let imagesOfText: PositionLists
  /// For each image position, `[B]` lists of text positions.
  package let textsOfImage: PositionLists
  /// For each text position, `[N]` lists of other text positions.
  package let neighborTexts: PositionLists
  /// For each image position, `[B]` lists of other image positions.
  package let neighborImages: PositionLists

  /// - Parameters:
  ///   - links: the ambiguous pairs of the data.
  ///   - positives: the batch's images by their texts.
  ///   - known: the images that share a text.
  ///   - unsureTexts: the ambiguous pairs among the distinct texts.
  init(
    links: Links, images: [Int32], texts: DistinctRows, positives: PositionsByRow,
    neighborImages known: PositionLists, neighborTexts unsureTexts: PositionLists
  ) {
    let byText = PositionsByRow(count: images.count) { links.texts(of: Int(images[$0])) }
    textsOfImage = PositionLists(images.map { texts.positions(ofRows: links.texts(of: Int($0))) })
    imagesOfText = textsOfImage.transposed(count: texts.positions.pairCount)
    neighborTexts = texts.spread(unsureTexts, alike: false)
    neighborImages = byText.meeting(positives, besides: known)
  }
}
