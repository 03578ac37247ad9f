import Failures
import Foundation
import XML

/// Gathers the `<annotation>` elements of one CLDR file.
struct AnnotationReader {
  private let path: String
  private let reader: XMLReader
  private var annotations = Annotations()

  init(_ xml: Data, path: String) {
    self.path = path
    reader = XMLReader(xml, path: path)
  }

  /// Goes through the file, once.
  ///
  /// - Throws: `Failure(.badData)` with the line where it is not as CLDR writes it.
  mutating func read() throws(Failure) -> Annotations {
    guard case .start(let root)? = try reader.next() else { return annotations }
    guard root == "ldml" else { throw refusal("the outermost element is <\(root)>", expected: "<ldml>") }
    while let piece = try reader.next() {
      if piece == .start("annotation") { try readAnnotation() }
    }
    return annotations
  }

  /// What stands between its start, which has been read, and its end.
  private mutating func readAnnotation() throws(Failure) {
    guard let key = reader.attribute("cp"), !key.isEmpty else {
      throw refusal("an <annotation> without characters", expected: "an attribute 'cp'")
    }
    let isName = reader.attribute("type") == "tts"
    var text = ""
    while let piece = try reader.next(), piece != .end("annotation") {
      if case .text(let part) = piece { text += part }
    }
    let parts = text.split(separator: "|").map(Self.withPlainSpaces).filter { !$0.isEmpty }
    guard !parts.isEmpty else {
      throw refusal("an empty <annotation cp=\"\(key)\">", expected: "a name or keywords")
    }
    keep(parts, key: key, isName: isName)
  }

  /// `text` with one U+0020 for each run of white space, of which French has narrow and unbreakable ones.
  private static func withPlainSpaces(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private mutating func keep(_ parts: [String], key: String, isName: Bool) {
    // CLDR writes three arrows where a language only repeats the one that it inherits from.
    guard parts != ["↑↑↑"] else { return }
    let sequence = EmojiSequence(key: key)
    if isName {
      annotations.setName(parts.joined(separator: " "), of: sequence)
    } else {
      annotations.setKeywords(parts, of: sequence)
    }
  }

  private func refusal(_ found: String, expected: String) -> Failure {
    Failure(.badData, found, at: "\(path), line \(reader.line)", expected: expected)
  }
}
