import Failures
import Files
import Foundation
import FoundationXML

/// One file of Flickr30K Entities' `Annotations`, as it stands there: numbers are still texts.
struct AnnotationXML {
  /// An `<object>`: the boxes of one or more entities, or the word that they have none.
  struct Object {
    /// Where it begins.
    let line: Int
    var names: [String] = []
    var boxes: [Corners] = []
    var isScene = false
    var isWithoutBox = false
  }

  /// A `<bndbox>`.
  struct Corners {
    let line: Int
    /// xmin, ymin, xmax, ymax; `nil` for one that is missing.
    var texts: [String?] = [nil, nil, nil, nil]
  }

  /// The largest files of Flickr30K Entities have some 20,000 bytes.
  static let maximumByteCount = 1 << 24

  var objects: [Object] = []
  var width: String?
  var height: String?

  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it is not a well-formed `<annotation>` of at
  ///   most `maximumByteCount` bytes.
  init(path: String) throws {
    let reader = Reader()
    let contents = try InputFile(path).contents(atMost: Self.maximumByteCount)
    try Self.requireUTF8(contents, path)
    let parser = XMLParser(data: contents)
    parser.delegate = reader
    let isWellFormed = parser.parse()
    // `parse` gives true for some documents that are not well-formed: the delegate is told of every error.
    guard isWellFormed, reader.error == nil else {
      let (text, line) = reader.error ?? ("an error without a name", parser.lineNumber)
      throw Failure(
        .badData, "the XML cannot be read: \(text)", at: "\(path), line \(line)",
        expected: "a well-formed document")
    }
    guard reader.root == "annotation" else {
      throw Failure(
        .badData, reader.root.map { "a document of <\($0)>" } ?? "a document without elements", at: path,
        expected: "<annotation>")
    }
    self = reader.document
  }

  private init() {}

  /// Foundation's parser ends the process where the name of an element is not UTF-8.
  private static func requireUTF8(_ contents: Data, _ path: String) throws {
    guard String(validating: contents, as: UTF8.self) == nil else { return }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = contents.makeIterator()
    var line = 1
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
      if scalar.first == UInt8(ascii: "\n") { line += 1 }
    }
    throw Failure(
      .badData, "the XML cannot be read: \(Reader.text(ofCode: 9))", at: "\(path), line \(line)",
      expected: "UTF-8", remedy: "convert the file, for example with iconv -t UTF-8")
  }

  /// Collects the document while the parser goes through it.
  private final class Reader: NSObject, XMLParserDelegate {
    var document = AnnotationXML()
    var root: String?
    var error: (text: String, line: Int)?
    private var object: Object?
    private var text = ""

    private static let cornerNames = ["xmin", "ymin", "xmax", "ymax"]

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      if root == nil { root = element }
      text = ""
      switch element {
      case "object": object = Object(line: parser.lineNumber)
      case "bndbox": object?.boxes.append(Corners(line: parser.lineNumber))
      default: break
      }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(
      _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
      let value = Self.trimmed(text)
      text = ""
      if element == "object" {
        if let object { document.objects.append(object) }
        object = nil
      } else if object != nil {
        readPart(element, value)
      } else if element == "width" {
        document.width = value
      } else if element == "height" {
        document.height = value
      }
    }

    // Foundation's trimming goes through NSString, and took a third of the time of reading annotations.
    private static func trimmed(_ text: String) -> String {
      let start = text.drop(while: \.isWhitespace)
      guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
      return String(start[...end])
    }

    private func readPart(_ element: String, _ value: String) {
      switch element {
      case "name": object?.names.append(value)
      case "scene": object?.isScene = value == "1"
      case "nobndbox": object?.isWithoutBox = value == "1"
      default:
        guard let corner = Self.cornerNames.firstIndex(of: element), let last = object?.boxes.indices.last
        else { return }
        object?.boxes[last].texts[corner] = value
      }
    }

    func parser(_ parser: XMLParser, parseErrorOccurred failure: any Error) {
      guard error == nil else { return }
      error = (Self.text(ofCode: (failure as NSError).code), parser.lineNumber)
    }

    /// The errors of libxml2 that damaged files give; its other codes stay numbers.
    static func text(ofCode code: Int) -> String {
      switch code {
      case 4: "there is no document"
      case 5: "the document ends too early, or something follows it"
      case 9: "a character that XML does not allow, or that is not in the file's encoding"
      case 26: "an unknown entity (&NAME;)"
      case 39: "an attribute without quotes"
      case 68: "a name was expected"
      case 73: "a '>' is missing"
      case 76: "an end tag that does not fit its start tag"
      case 77: "an element that does not end"
      case 81: "an encoding that is not what the file says"
      default: "error \(code) of libxml2"
      }
    }
  }
}
