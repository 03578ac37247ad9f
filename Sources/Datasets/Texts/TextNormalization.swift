import Foundation

/// One form for texts that a reader would call the same.
package enum TextNormalization {
  /// What a scalar does to a text.
  enum ScalarRole {
    /// Letters, marks and numbers.
    case word
    /// Kept, but no part of a word: currency, arithmetic, pictographs.
    case symbol
    /// White space, control characters and punctuation: at most one space stays between two others.
    case separator
    /// Joiners and other format characters: left out, and what they join stays joined.
    case ignorable
  }

  /// The text in Unicode form NFKC and lowercase, where punctuation and white space became single spaces, none at
  /// either end. Punctuation separates: "red-haired" and "red haired" are one text. A sigma is a sigma, also at the
  /// end of a Greek word. Idempotent.
  package static func normalized(_ text: String) -> String {
    var text = text
    if let ascii = text.withUTF8(normalizedASCII) { return ascii }
    return normalizedUnicode(text.precomposedStringWithCompatibilityMapping.lowercased())
  }

  /// The words of a text, normalized: runs of letters, marks and numbers that do not begin with a mark.
  package static func words(of text: String) -> [String] {
    var text = normalized(text)
    return text.withUTF8(asciiWords) ?? unicodeWords(text)
  }

  private static func normalizedUnicode(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var separated = false
    for scalar in text.unicodeScalars {
      let role = role(of: scalar)
      switch role {
      case .ignorable: continue
      case .separator: separated = true
      case .word, .symbol:
        if separated, !result.isEmpty { result.append(" ") }
        separated = false
        result.append(scalar == finalSigma ? sigma : scalar)
      }
    }
    return String(result)
  }

  private static func unicodeWords(_ text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if role(of: scalar) == .word {
        // A variation selector after a symbol is a mark, but no word.
        if !word.isEmpty || !isMark(scalar) { word.append(scalar) }
      } else if !word.isEmpty {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
    }
    return word.isEmpty ? words : words + [String(word)]
  }

  static func role(of scalar: Unicode.Scalar) -> ScalarRole {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      .word
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control:
      .separator
    case .format: .ignorable
    default: .symbol
    }
  }

  // Lowercasing turns the capital into the other one, wherever in a word it stands.
  private static let finalSigma: Unicode.Scalar = "\u{3C2}"
  private static let sigma: Unicode.Scalar = "\u{3C3}"

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
