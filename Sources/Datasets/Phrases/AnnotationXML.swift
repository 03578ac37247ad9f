import Failures
import Files
import XML

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

  private var object: Object?
  /// The elements within the object that have begun and not ended.
  private var path: [String] = []

  private static let cornerNames = ["xmin", "ymin", "xmax", "ymax"]

  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it is not a well-formed `<annotation>` of at
  ///   most `maximumByteCount` bytes.
  init(path: String) throws {
    let reader = XMLReader(try InputFile(path).contents(atMost: Self.maximumByteCount), path: path)
    var root: String?
    var text = ""
    while let piece = try reader.next() {
      switch piece {
      case .start(let element):
        root = root ?? element
        text = ""
        begin(element, line: reader.line)
      case .text(let part): text += part
      case .end(let element):
        end(element, Self.trimmed(text))
        text = ""
      }
    }
    guard let root, root == "annotation" else {
      throw Failure(.badData, "a document of <\(root ?? "")>", at: path, expected: "<annotation>")
    }
  }

  private mutating func begin(_ element: String, line: Int) {
    guard object != nil else {
      if element == "object" { object = Object(line: line) }
      return
    }
    path.append(element)
    if path == ["bndbox"] { object?.boxes.append(Corners(line: line)) }
  }

  private mutating func end(_ element: String, _ value: String) {
    if object == nil {
      if element == "width" { width = value }
      if element == "height" { height = value }
    } else if path.isEmpty {
      if let object { objects.append(object) }
      object = nil
    } else {
      readElement(value)
      path.removeLast()
    }
  }

  /// Takes over an element of the object itself: the parts of an object, as VOC has them, have names and boxes too.
  private mutating func readElement(_ value: String) {
    switch path {
    case ["name"]: object?.names.append(value)
    case ["scene"]: object?.isScene = value == "1"
    case ["nobndbox"]: object?.isWithoutBox = value == "1"
    default:
      guard path.count == 2, path[0] == "bndbox", let corner = Self.cornerNames.firstIndex(of: path[1]),
        let last = object?.boxes.indices.last
      else { return }
      object?.boxes[last].texts[corner] = value
    }
  }

  // Foundation's trimming goes through NSString, and took a third of the time of reading annotations.
  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
