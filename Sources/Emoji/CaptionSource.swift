import Failures

/// Makes the captions of a picture from the annotations of several languages.
package struct CaptionSource {
  /// Languages beside English, all written with spaces between words, by their codes in CLDR.
  package static let otherLanguages = ["de", "es", "fr", "it", "ru"]
  /// The English name, the English keywords and a name in each other language.
  package static let captionCount = 2 + otherLanguages.count

  private let english: Annotations
  private let others: [(language: String, annotations: Annotations)]

  /// - Precondition: one set of annotations for each of `otherLanguages`, in that order.
  package init(english: Annotations, others: [Annotations]) {
    precondition(others.count == Self.otherLanguages.count, "\(others.count) other languages")
    self.english = english
    self.others = zip(Self.otherLanguages, others).map { ($0, $1) }
  }

  /// Reads all languages from a directory that holds `annotations` and `annotationsDerived`.
  package init(directory: String) throws(Failure) {
    let english = try Annotations(language: "en", directory: directory)
    var others: [Annotations] = []
    for language in Self.otherLanguages {
      others.append(try Annotations(language: language, directory: directory))
    }
    self.init(english: english, others: others)
  }

  /// All sequences that have an English name, by code points.
  package var sequences: [EmojiSequence] { english.names.keys.sorted() }

  /// The first language that has no name for `sequence`, or nil.
  package func languageLackingName(of sequence: EmojiSequence) -> String? {
    if english.names[sequence] == nil { return "en" }
    return others.first { $0.annotations.names[sequence] == nil }?.language
  }

  /// The captions of a picture, always in the same order, or nil if a language lacks its name.
  ///
  /// - Parameter aliases: other sequences with the same picture; their English names join the keywords.
  package func captions(of sequence: EmojiSequence, aliases: [EmojiSequence] = []) -> [String]? {
    guard let name = english.names[sequence] else { return nil }
    let names = others.compactMap { $0.annotations.names[sequence] }
    guard names.count == others.count else { return nil }
    // A few sequences have a name and no keywords: the name is all that is known of them.
    let keywords = english.keywords[sequence] ?? [name]
    let aliasNames = aliases.compactMap { english.names[$0] }
    return [name, (keywords + aliasNames).joined(separator: ", ")] + names
  }
}
