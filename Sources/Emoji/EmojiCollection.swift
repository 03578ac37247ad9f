import Failures

/// All pictures that a font and CLDR give together, and what was left out.
package struct EmojiCollection {
  /// By code points; no two have the same bitmap.
  package private(set) var pictures: [EmojiPicture] = []
  package private(set) var drops: [Drop: Int] = [:]

  init(pictures: [EmojiPicture], drops: [Drop: Int]) {
    self.pictures = pictures
    self.drops = drops
  }

  /// Draws each sequence and makes its features and captions.
  ///
  /// - Parameters:
  ///   - sequences: what to draw; everything that CLDR names in English if nil.
  ///   - inspect: is shown each picture that is kept, in the order in which they are drawn.
  package init(
    renderer: GlyphRenderer, captionSource: CaptionSource, sequences: [EmojiSequence]? = nil,
    inspect: (Picture) -> Void = { _ in }
  ) {
    let extractor = PictureFeatures()
    var drawings: [Drawing] = []
    var drawingOfHash: [UInt64: Int] = [:]
    for sequence in Self.inOrderOfPrecedence(sequences ?? captionSource.sequences) {
      do throws(Drop) {
        let picture = try Self.draw(sequence, renderer: renderer, captionSource: captionSource)
        if let known = drawingOfHash[picture.hash] {
          drawings[known].aliases.append(sequence)
          throw .sameAsAnother
        }
        drawingOfHash[picture.hash] = drawings.count
        drawings.append(
          Drawing(sequence: sequence, hash: picture.hash, features: extractor.features(of: picture)))
        inspect(picture)
      } catch {
        drops[error, default: 0] += 1
      }
    }
    pictures = drawings.compactMap { $0.captioned(by: captionSource) }.sorted { $0.sequence < $1.sequence }
  }

  /// The shortest sequence comes first: of two with one bitmap it is the plainer one that gives the name.
  private static func inOrderOfPrecedence(_ sequences: [EmojiSequence]) -> [EmojiSequence] {
    sequences.sorted { ($0.scalars.count, $0) < ($1.scalars.count, $1) }
  }

  private static func draw(
    _ sequence: EmojiSequence, renderer: GlyphRenderer, captionSource: CaptionSource
  ) throws(Drop) -> Picture {
    let picture = try renderer.picture(of: sequence)
    if let language = captionSource.languageLackingName(of: sequence) {
      throw .unnamed(language: language)
    }
    return picture
  }
}

/// A picture before all of its aliases are known.
private struct Drawing {
  let sequence: EmojiSequence
  let hash: UInt64
  let features: [Float]
  var aliases: [EmojiSequence] = []

  func captioned(by source: CaptionSource) -> EmojiPicture? {
    source.captions(of: sequence, aliases: aliases).map {
      EmojiPicture(sequence: sequence, hash: hash, features: features, captions: $0)
    }
  }
}
