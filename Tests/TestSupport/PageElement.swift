import Failures
import Foundation
import XML

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
  package static func parse(_ text: String) throws -> PageElement { try parse(Data(text.utf8)) }

  package static func parse(_ contents: Data) throws -> PageElement {
    let reader = XMLReader(contents, path: "document")
    let document = PageElement(name: "", attributes: [:])
    var open = [document]
    while let piece = try reader.next() {
      switch piece {
      case .start(let name):
        let element = PageElement(name: name, attributes: reader.attributes())
        open.last?.children.append(element)
        open.append(element)
      case .text(let text): for element in open { element.ownText += text }
      case .end: open.removeLast()
      }
    }
    return document.children[0]
  }

  /// This element and all below it, in the order of the page.
  package var descendants: [PageElement] { [self] + children.flatMap(\.descendants) }

  package func elements(_ name: String) -> [PageElement] { descendants.filter { $0.name == name } }

  /// The texts of the elements of a name.
  package func texts(_ name: String) -> [String] { elements(name).map(\.text) }

  /// All text in the element, as a browser shows it: white space is one space.
  package var text: String { ownText.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
