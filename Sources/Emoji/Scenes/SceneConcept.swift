/// One emoji that scenes may hold, with what phrases need to know of it.
struct SceneConcept: Sendable {
  let sequence: EmojiSequence
  let category: PhraseCategory
  let cutout: Cutout
  /// The English name.
  let name: String
  /// The words of the name, in lower case.
  private let nameWords: [String]
  /// Each word of the name and of the keywords, in lower case.
  private let knownWords: Set<String>
  /// The last word of a name of two, if it alone is a keyword too: "apple" of "red apple", not "dog" of "hot dog".
  let headNoun: String?

  init(
    sequence: EmojiSequence, name: String, keywords: [String], category: PhraseCategory, cutout: Cutout
  ) {
    self.sequence = sequence
    self.category = category
    self.cutout = cutout
    self.name = name
    let words = Self.words(of: name)
    nameWords = words
    knownWords = Set(words + keywords.flatMap(Self.words))
    // A name that ends in a participle, "person running", has its noun at the front; one like "Santa Claus" has none.
    headNoun = words.last.flatMap { last in
      let isNoun = words.count == 2 && keywords.contains(last) && !last.hasSuffix("ing")
      return isNoun && name.hasSuffix(last) ? last : nil
    }
  }

  /// Whether the words of one name are all words of the other: "cat" may mean the cat and the cat face.
  func isConfusable(with other: SceneConcept) -> Bool {
    let words = Set(nameWords)
    let otherWords = Set(other.nameWords)
    return words.isSubset(of: otherWords) || otherWords.isSubset(of: words)
  }

  /// Whether the name or a keyword has `word`, which is in lower case.
  func isKnown(by word: String) -> Bool { knownWords.contains(word) }

  /// The name with "the", or as it is if it looks like a proper one: "Santa Claus".
  var withDefiniteArticle: String { isProper ? name : "the " + name }

  /// The name with "a" or "an", or as it is if it looks proper or plural: "jeans".
  var withIndefiniteArticle: String {
    guard let first = name.first, !isProper, !Self.looksPlural(name) else { return name }
    let isVowel = "aeiou".contains(first) && !name.hasPrefix("uni")
    return (isVowel ? "an " : "a ") + name
  }

  private var isProper: Bool { name.first?.isUppercase == true }

  private static func words(of text: String) -> [String] {
    text.lowercased().split(separator: " ").map(String.init)
  }

  private static func looksPlural(_ name: String) -> Bool {
    name.hasSuffix("s") && !["ss", "us", "is"].contains { name.hasSuffix($0) }
  }
}
