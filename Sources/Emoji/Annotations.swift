import Failures
import Foundation
import FoundationXML

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
    let reader = AnnotationReader(path: path)
    let parser = XMLParser(data: data)
    parser.delegate = reader
    // Its answer is not used: it is true for a file that ends too early, and for one of less than four bytes.
    _ = parser.parse()
    if let failure = reader.failure { throw failure }
    guard reader.isFinished else {
      throw Failure(.badData, "an empty file", at: path, expected: "CLDR annotations")
    }
    self = reader.annotations
  }

  mutating func setName(_ name: String, of sequence: EmojiSequence) {
    names[sequence] = name
  }

  mutating func setKeywords(_ words: [String], of sequence: EmojiSequence) {
    keywords[sequence] = words
  }
}
