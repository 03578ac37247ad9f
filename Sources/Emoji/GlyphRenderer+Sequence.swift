extension GlyphRenderer {
  /// The picture of `sequence`: each spelling is tried until one gives a single glyph with a bitmap.
  /// - Throws: the `Drop` of the spelling that came nearest.
  package func picture(of sequence: EmojiSequence) throws(Drop) -> Picture {
    try firstDrawing(of: sequence, by: picture(ofGlyph:))
  }

  /// The same with nothing behind it.
  /// - Throws: the `Drop` of the spelling that came nearest.
  func cutout(of sequence: EmojiSequence) throws(Drop) -> Cutout {
    try firstDrawing(of: sequence, by: cutout(ofGlyph:))
  }

  private func firstDrawing<Drawing>(
    of sequence: EmojiSequence, by draw: (UInt32) -> Drawing?
  ) throws(Drop) -> Drawing {
    var nearest = Drop.notInFont
    for spelling in sequence.spellings {
      do throws(Drop) {
        return try drawing(of: spelling, by: draw)
      } catch {
        nearest = max(nearest, error)
      }
    }
    throw nearest
  }

  private func drawing<Drawing>(
    of spelling: [Unicode.Scalar], by draw: (UInt32) -> Drawing?
  ) throws(Drop) -> Drawing {
    let glyphs = glyphs(of: spelling)
    guard !glyphs.contains(0) else { throw .notInFont }
    guard glyphs.count == 1 else { throw .notOneGlyph }
    guard let drawing = draw(glyphs[0]) else { throw .withoutBitmap }
    return drawing
  }
}
