import Failures
import Foundation
import FoundationXML

/// Gathers the `<annotation>` elements of one CLDR file while `XMLParser` goes through it.
final class AnnotationReader: NSObject, XMLParserDelegate {
  private(set) var annotations = Annotations()
  /// The first fault of the file.
  private(set) var failure: Failure?
  /// Whether the outermost element has been closed.
  private(set) var isFinished = false
  private let path: String
  private var depth = 0
  private var current: (key: String, isName: Bool, text: String)?

  init(path: String) {
    self.path = path
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    depth += 1
    if depth == 1, element != "ldml" {
      refuse("the outermost element is <\(element)>", expected: "<ldml>", by: parser)
    }
    guard element == "annotation" else { return }
    guard let key = attributes["cp"], !key.isEmpty else {
      return refuse("an <annotation> without characters", expected: "an attribute 'cp'", by: parser)
    }
    current = (key, attributes["type"] == "tts", "")
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    current?.text += text
  }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
  ) {
    depth -= 1
    isFinished = depth == 0
    guard element == "annotation", let found = current else { return }
    current = nil
    let parts = found.text.split(separator: "|").map(Self.withPlainSpaces).filter { !$0.isEmpty }
    guard !parts.isEmpty else {
      return refuse("an empty <annotation cp=\"\(found.key)\">", expected: "a name or keywords", by: parser)
    }
    keep(parts, key: found.key, isName: found.isName)
  }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    // The line is asked for here because at the end the parser may already stand further on.
    let code = (parseError as NSError).code
    refuse("not well-formed XML (libxml2 error \(code))", expected: "CLDR annotations", by: parser)
  }

  /// `text` with one U+0020 for each run of white space, of which French has narrow and unbreakable ones.
  private static func withPlainSpaces(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func keep(_ parts: [String], key: String, isName: Bool) {
    // CLDR writes three arrows where a language only repeats the one that it inherits from.
    guard parts != ["↑↑↑"] else { return }
    let sequence = EmojiSequence(key: key)
    if isName {
      annotations.setName(parts.joined(separator: " "), of: sequence)
    } else {
      annotations.setKeywords(parts, of: sequence)
    }
  }

  private func refuse(_ found: String, expected: String, by parser: XMLParser) {
    if failure == nil {
      failure = Failure(.badData, found, at: "\(path), line \(parser.lineNumber)", expected: expected)
    }
    parser.abortParsing()
  }
}
