extension GlyphRenderer {
  /// The picture of `sequence`: each spelling is tried until one gives a single glyph with a bitmap.
  /// - Throws: the `Drop` of the spelling that came nearest.
  package func picture(of sequence: EmojiSequence) throws(Drop) -> Picture {
    var nearest = Drop.notInFont
    for spelling in sequence.spellings {
      do throws(Drop) {
        return try picture(of: spelling)
      } catch {
        nearest = max(nearest, error)
      }
    }
    throw nearest
  }

  private func picture(of spelling: [Unicode.Scalar]) throws(Drop) -> Picture {
    let glyphs = glyphs(of: spelling)
    guard !glyphs.contains(0) else { throw .notInFont }
    guard glyphs.count == 1 else { throw .notOneGlyph }
    guard let picture = picture(ofGlyph: glyphs[0]) else { throw .withoutBitmap }
    return picture
  }
}
