import Failures
import Foundation
import XML

/// The names and keywords that CLDR gives to characters and sequences in one language.
///
/// Source: UTS #35 part 2, "Annotations".
package struct Annotations: Equatable, Sendable {
  /// The short names ("tts"), one a sequence.
  package private(set) var names: [EmojiSequence: String] = [:]
  /// The keywords, in the order of the file.
  package private(set) var keywords: [EmojiSequence: [String]] = [:]

  package init() {}

  /// Reads `language` from `DIRECTORY/annotations` and `DIRECTORY/annotationsDerived`; where both speak of a
  /// sequence the first decides.
  /// - Throws: `Failure` if a file is missing or is not as CLDR writes it, with the line.
  package init(language: String, directory: String) throws(Failure) {
    for folder in ["annotations", "annotationsDerived"] {
      let part = try Annotations(file: "\(directory)/\(folder)/\(language).xml")
      names.merge(part.names) { first, _ in first }
      keywords.merge(part.keywords) { first, _ in first }
    }
  }

  /// Reads one file.
  package init(file path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .noInput, "cannot read the CLDR annotations", at: path,
        remedy:
          "install them with 'apt-get install unicode-cldr-core', or name their directory with --annotations")
    }
    try self.init(xml: data, path: path)
  }

  /// Reads the text of one file; `path` is only told in errors.
  package init(xml data: Data, path: String) throws(Failure) {
    var reader = AnnotationReader(data, path: path)
    self = try reader.read()
  }

  mutating func setName(_ name: String, of sequence: EmojiSequence) {
    names[sequence] = name
  }

  mutating func setKeywords(_ words: [String], of sequence: EmojiSequence) {
    keywords[sequence] = words
  }
}
