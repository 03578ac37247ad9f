/// Why a sequence that CLDR names has no picture of its own in the data set.
package enum Drop: Error, Hashable, Comparable, Sendable {
  /// A character is not in the font: mostly punctuation and other symbols that CLDR names beside emoji.
  case notInFont
  /// The font has the characters and shows several glyphs.
  case notOneGlyph
  case withoutBitmap
  /// The same bitmap belongs to another sequence, which has taken this one's English name among its keywords.
  case sameAsAnother
  case unnamed(language: String)

  package var reason: String {
    switch self {
    case .notInFont: "not in the font"
    case .notOneGlyph: "not one glyph in the font"
    case .withoutBitmap: "without a bitmap in the font"
    case .sameAsAnother: "the same bitmap as another sequence"
    case .unnamed(let language): "without a name in the language '\(language)'"
    }
  }
}
