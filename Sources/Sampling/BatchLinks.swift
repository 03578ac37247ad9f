/// What is positive, what is a neighbour and what is neither inside a global batch: whatever the data link, wherever
/// it stands in the batch. All else is negative.
///
/// Positions, not rows. A text that stands at several positions is a neighbour of itself at the others.
///
/// Legend: B image positions, N text positions.
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
  /// The pairs that are neither positive nor negative; nil where there are none such in the data.
  package let ambiguous: AmbiguousLinks?
  /// Positive pairs of different neighbourhoods: without the links they would be taken for negatives.
  package let maskedPairs: Int
  /// `[G + 1]`: where the neighbourhoods' positions begin, as in the batch.
  package let imageStarts: [Int]
  package let textStarts: [Int]

  /// Costs O(P log P) for P links of the batch's items, plus the lists made.
  ///
  /// - Parameters:
  ///   - links: The links the batch was drawn from, or these with more added (equal texts).
  ///   - ambiguous: Pairs that are neither positive nor negative; none of them is in `links`.
  ///   - known: The neighbours among the texts of the data; nil: they are looked for among the texts' images, which is
  ///     cheap where a text has few.
  package init(
    links: Links, ambiguous: Links? = nil, textNeighbors known: TextNeighbors? = nil, batch: GlobalBatch
  ) {
    let texts = DistinctRows(batch.texts)
    let textNeighbors = DistinctNeighbors(texts, links: links, ambiguous: ambiguous, known: known)
    let byText = PositionsByRow(count: batch.images.count) { links.texts(of: Int(batch.images[$0])) }
    textsOfImage = PositionLists(batch.images.map { texts.positions(ofRows: links.texts(of: Int($0))) })
    imagesOfText = textsOfImage.transposed(count: batch.texts.count)
    let imageNeighbors = byText.neighbors()
    neighborTexts = texts.spread(textNeighbors.sharing, alike: true)
    neighborImages = imageNeighbors
    self.ambiguous = ambiguous.map {
      AmbiguousLinks(
        links: $0, images: batch.images, texts: texts, positives: byText, neighborImages: imageNeighbors,
        neighborTexts: textNeighbors.ambiguous)
    }
    imageStarts = batch.imageStarts
    textStarts = batch.textStarts
    maskedPairs = textsOfImage.pairCount - Self.ownPairCount(of: batch, in: imagesOfText)
  }

  /// The (text, image) pairs that are positive, of the N x B.
  package var positivePairs: Int { imagesOfText.pairCount }

  /// The image positions that are no negatives of a text position: positive with it or ambiguous; ascending.
  func noNegativeImages(ofText text: Int) -> [Int32] {
    (imagesOfText[text] + (ambiguous?.imagesOfText[text] ?? [])).sorted()
  }

  /// The text positions that are no negatives of an image position: positive with it or ambiguous; ascending.
  func noNegativeTexts(ofImage image: Int) -> [Int32] {
    (textsOfImage[image] + (ambiguous?.textsOfImage[image] ?? [])).sorted()
  }

  /// The image positions of a text position's neighbourhood.
  func images(besideText text: Int) -> Range<Int> {
    let neighborhood = textStarts.lowerBound(of: text + 1) - 1
    return imageStarts[neighborhood]..<imageStarts[neighborhood + 1]
  }

  /// The text positions of an image position's neighbourhood.
  func texts(besideImage image: Int) -> Range<Int> {
    let neighborhood = imageStarts.lowerBound(of: image + 1) - 1
    return textStarts[neighborhood]..<textStarts[neighborhood + 1]
  }

  /// Positive pairs within a neighbourhood.
  private static func ownPairCount(of batch: GlobalBatch, in imagesOfText: PositionLists) -> Int {
    (0..<batch.neighborhoodCount).reduce(0) { sum, neighborhood in
      let own = batch.images(ofNeighborhood: neighborhood)
      return batch.texts(ofNeighborhood: neighborhood).reduce(sum) { sum, text in
        let count = imagesOfText[text].count { own.contains(Int($0)) }
        precondition(count > 0, "a text of the batch is not linked to its image")
        return sum + count
      }
    }
  }
}

/// The neighbours among a batch's distinct texts, as places among these.
private struct DistinctNeighbors {
  /// Those that share an image.
  let sharing: PositionLists
  /// Those of which one has an image that is ambiguous for the other.
  let ambiguous: PositionLists

  init(_ texts: DistinctRows, links: Links, ambiguous: Links?, known: TextNeighbors?) {
    if let known {
      sharing = texts.places(of: known.sharing)
      self.ambiguous = texts.places(of: known.ambiguous)
      return
    }
    func byImage(_ links: Links) -> PositionsByRow {
      PositionsByRow(count: texts.count) { links.images(of: Int(texts.rows[$0])) }
    }
    let sure = byImage(links)
    let sharing = sure.neighbors()
    self.sharing = sharing
    self.ambiguous =
      ambiguous.map { byImage($0).meeting(sure, besides: sharing) }
      ?? PositionLists([[Int32]](repeating: [], count: texts.count))
  }
}
