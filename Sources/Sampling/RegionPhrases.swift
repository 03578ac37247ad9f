/// The phrases and regions of photos, and which region a phrase of its own photo may mean.
///
/// A phrase here is a text of a photo: it stands once, however many sentences of the photo have it. The same text in
/// another photo is another phrase.
///
/// Legend: F phrases, I photos, R regions.
package struct RegionPhrases: Sendable {
  /// The photo of each phrase, `[F]`, and the row of its text, `[F]`; no pair twice.
  package let photos: [Int32]
  package let texts: [Int32]
  /// For each photo, `[I]` lists, the rows of its regions.
  package let regionsOfPhoto: PositionLists
  /// For each phrase, `[F]` lists, the regions of its photo that are positive, ascending; none is empty.
  package let positives: PositionLists
  /// For each phrase, `[F]` lists, the regions of its photo that are neither positive nor negative.
  package let ambiguous: PositionLists
  /// For each phrase, `[F]` lists, the other phrases of its photo that share a positive region with it.
  package let related: PositionLists

  /// - Parameters:
  ///   - phrases: photo and text row of each; each text has a positive region in the photo.
  ///   - photoOfRegion: `[R]`.
  ///   - links: regions and texts that are positive with one another; `ambiguous` those that are neither.
  package init(
    phrases: [(photo: Int32, text: Int32)], photoOfRegion: [Int32], photoCount: Int, links: Links,
    ambiguous: Links
  ) {
    photos = phrases.map(\.photo)
    texts = phrases.map(\.text)
    regionsOfPhoto = PositionLists(grouping: photoOfRegion, groupCount: photoCount)
    let numbers = PhraseNumbers(photos: photos, texts: texts, photoCount: photoCount)
    positives = numbers.lists(regionsOfPhoto) { links.texts(of: Int($0)) }
    self.ambiguous = numbers.lists(regionsOfPhoto) { ambiguous.texts(of: Int($0)) }
    related = Self.related(positives, regionCount: photoOfRegion.count)
    for phrase in 0..<positives.count {
      precondition(!positives.range(of: phrase).isEmpty, "phrase \(phrase) has no positive region")
    }
  }

  package var count: Int { photos.count }

  package var photoCount: Int { regionsOfPhoto.count }

  private static func related(_ positives: PositionLists, regionCount: Int) -> PositionLists {
    let phrasesOfRegion = positives.transposed(count: regionCount)
    return PositionLists(
      (0..<positives.count).map { phrase in
        var others = Set(positives[phrase].flatMap { phrasesOfRegion[Int($0)] })
        others.remove(Int32(phrase))
        return others.sorted()
      })
  }
}

/// Finds the number of a phrase by its photo and its text.
private struct PhraseNumbers {
  private let phrasesOfPhoto: PositionLists
  private let texts: [Int32]

  init(photos: [Int32], texts: [Int32], photoCount: Int) {
    phrasesOfPhoto = PositionLists(grouping: photos, groupCount: photoCount)
    self.texts = texts
  }

  /// For each phrase the regions of its photo whose texts have its own among them.
  func lists(
    _ regionsOfPhoto: PositionLists, textsOfRegion: (Int32) -> ArraySlice<Int32>
  ) -> PositionLists {
    var lists = [[Int32]](repeating: [], count: texts.count)
    for photo in 0..<phrasesOfPhoto.count {
      let phrases = phrasesOfPhoto[photo].map { (texts[Int($0)], Int($0)) }
      let numbers = Dictionary(uniqueKeysWithValues: phrases)
      guard !numbers.isEmpty else { continue }
      for region in regionsOfPhoto[photo] {
        for text in textsOfRegion(region) {
          if let phrase = numbers[text] { lists[phrase].append(region) }
        }
      }
    }
    return PositionLists(lists)
  }
}
