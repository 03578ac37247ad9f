/// A sequence of code points that may be one emoji, by its key in CLDR, which leaves out every U+FE0F.
package struct EmojiSequence: Hashable, Sendable {
  /// The code points without variation selectors.
  package let scalars: [Unicode.Scalar]

  /// - Parameter key: the code points; U+FE0F in it is left out.
  package init(key: String) {
    scalars = key.unicodeScalars.filter { $0 != Self.emojiPresentationSelector }
  }

  /// The sequence with U+FE0F behind each character that is shown as text without it, unless a skin tone follows:
  /// the "fully-qualified" form. Source: UTS #51, ED-18.
  package var fullyQualified: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for (position, scalar) in scalars.enumerated() {
      result.append(scalar)
      let next = position + 1 < scalars.count ? scalars[position + 1] : nil
      if Self.needsSelector(scalar, before: next) { result.append(Self.emojiPresentationSelector) }
    }
    return result
  }

  /// The forms to try on a font, the most common first, without repeats: fonts differ in which of them they join.
  package var spellings: [[Unicode.Scalar]] {
    let full = fullyQualified
    let onlyFirst = full.enumerated().filter {
      $0.offset == 1 || $0.element != Self.emojiPresentationSelector
    }
    var forms: [[Unicode.Scalar]] = []
    for form in [full, scalars, onlyFirst.map(\.element)] where !forms.contains(form) { forms.append(form) }
    return forms
  }

  /// The code points of the fully-qualified form in hexadecimal, as in "2764-FE0F".
  package var identifier: String {
    fullyQualified.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: "-")
  }

  private static let emojiPresentationSelector: Unicode.Scalar = "\u{FE0F}"

  private static func needsSelector(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    let properties = scalar.properties
    return properties.isEmoji && !properties.isEmojiPresentation && next?.properties.isEmojiModifier != true
  }
}

extension EmojiSequence: Comparable {
  /// By code points, the first difference decides; a prefix comes first.
  package static func < (left: EmojiSequence, right: EmojiSequence) -> Bool {
    left.scalars.lexicographicallyPrecedes(right.scalars)
  }
}
