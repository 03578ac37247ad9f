/// The forms of a phrase's text by which phrases are compared and counted.
enum PhraseText {
  /// What phrases of one text have in common, as captions of retrieval do: "A small , black dog" is "a small black dog".
  ///
  /// A phrase of punctuation only is its own spelling.
  static func normalized(_ text: String) -> String {
    let normalized = TextNormalization.normalized(text)
    return normalized.isEmpty ? spelling(text) : normalized
  }

  /// Lowercase, every run of white space one space, none at either end. Punctuation stays.
  static func spelling(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
