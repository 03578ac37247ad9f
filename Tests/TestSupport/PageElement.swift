import Failures
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of a page with all that stands in it.
package final class PageElement {
  package let name: String
  package let attributes: [String: String]
  package fileprivate(set) var children: [PageElement] = []
  fileprivate var ownText = ""

  fileprivate init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// - Throws: `Failure` with the line when the text is not well-formed XML.
  package static func parse(_ text: String) throws -> PageElement {
    let reader = PageReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    guard parser.parse(), let root = reader.root else {
      throw Failure(
        .badData, "\(parser.parserError.map { "\($0)" } ?? "no element")", at: "line \(parser.lineNumber)")
    }
    return root
  }

  /// This element and all below it, in the order of the page.
  package var descendants: [PageElement] { [self] + children.flatMap(\.descendants) }

  package func elements(_ name: String) -> [PageElement] { descendants.filter { $0.name == name } }

  /// The texts of the elements of a name.
  package func texts(_ name: String) -> [String] { elements(name).map(\.text) }

  /// All text in the element, as a browser shows it: white space is one space.
  package var text: String { ownText.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// Builds the elements while the parser reads.
private final class PageReader: NSObject, XMLParserDelegate {
  var root: PageElement?
  private var open: [PageElement] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = PageElement(name: name, attributes: attributes)
    open.last?.children.append(element)
    root = root ?? element
    open.append(element)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    for element in open { element.ownText += text }
  }
}
