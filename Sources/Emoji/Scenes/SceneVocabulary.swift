import Failures

/// The emoji that scenes are made of: few enough that each is seen often.
package struct SceneVocabulary: Sendable {
  /// By code points; no two have the same name.
  let concepts: [SceneConcept]

  /// - Precondition: at least one concept.
  init(_ concepts: [SceneConcept]) {
    precondition(!concepts.isEmpty, "no concept")
    self.concepts = concepts
  }

  /// Takes `count` emoji of one character in the order of a hash of it, so that they are spread over all groups.
  /// - Throws: `Failure` if the font and CLDR have fewer that are suitable.
  package init(
    count: Int, renderer: GlyphRenderer, annotations: Annotations, labels: CharacterLabels
  ) throws(Failure) {
    var concepts: [SceneConcept] = []
    var names: Set<String> = []
    for scalar in Self.candidates(in: labels) where concepts.count < count {
      guard let label = labels.labels[scalar],
        let concept = Self.concept(of: scalar, label: label, renderer: renderer, annotations: annotations),
        names.insert(concept.name.lowercased()).inserted
      else { continue }
      concepts.append(concept)
    }
    guard concepts.count == count else {
      throw Failure(
        .badData, "the font and CLDR give only \(concepts.count) emoji for scenes", expected: "\(count)",
        remedy: "install the packages fonts-noto-color-emoji and unicode-cldr-core")
    }
    self.init(concepts.sorted { $0.sequence < $1.sequence })
  }

  /// The characters that show a thing, by their hashes. Signs, flags and the many faces of a clock are left out:
  /// their names are not what people would call them.
  private static func candidates(in labels: CharacterLabels) -> [Unicode.Scalar] {
    let things = labels.labels.filter { _, label in
      !["Symbols", "Flags"].contains(label.group) && !["time", "skin-tone"].contains(label.subgroup)
    }
    return things.keys.sorted { (hash(of: $0), $0) < (hash(of: $1), $1) }
  }

  private static func hash(of scalar: Unicode.Scalar) -> UInt64 {
    var hash = StableHash()
    hash.combine(scalar.value)
    return hash.value
  }

  private static func concept(
    of scalar: Unicode.Scalar, label: CharacterLabels.Label, renderer: GlyphRenderer, annotations: Annotations
  ) -> SceneConcept? {
    let sequence = EmojiSequence(key: String(scalar))
    guard let name = annotations.names[sequence], isPlain(name),
      let cutout = try? renderer.cutout(of: sequence), min(cutout.width, cutout.height) >= leastSide
    else { return nil }
    return SceneConcept(
      sequence: sequence, name: name, keywords: annotations.keywords[sequence] ?? [],
      category: PhraseCategory(label), cutout: cutout)
  }

  /// A narrower glyph becomes a line when it is made small.
  private static let leastSide = 48

  /// Whether `name` can stand inside the brackets of a phrase and reads as a noun: not "person: beard".
  private static func isPlain(_ name: String) -> Bool {
    name.allSatisfy { $0.isLetter || $0.isNumber || " -’.".contains($0) }
  }
}
