/// A piece of a page, well-formed both as HTML and as XML: elements close themselves, and text is escaped when it
/// comes in.
package struct Markup {
  package let source: String

  private init(source: String) { self.source = source }

  /// Text of any origin.
  package static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

  /// The rules of a style sheet, which HTML does not unescape: fixed text of the program only.
  package static func style(_ rules: StaticString) -> Markup {
    Markup(source: "<style>\n\(rules)\n</style>")
  }

  /// - Parameters:
  ///   - attributes: their values are escaped here.
  ///   - content: each piece on a line of its own, unless it is the only one.
  package static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: [Markup] = []
  ) -> Markup {
    let list = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    let inside = content.map(\.source).joined(separator: "\n")
    let lines = content.count > 1 ? "\n\(inside)\n" : inside
    return Markup(source: "<\(name)\(list)>\(lines)</\(name)>")
  }

  /// An element with nothing but text in it.
  package static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ text: String
  ) -> Markup {
    element(name, attributes, [.text(text)])
  }

  /// An element that HTML allows no content, and no closing tag.
  package static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> Markup
  {
    Markup(source: "<\(name)\(attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()) />")
  }

  /// Source: XML 1.0, sections 2.2 (characters) and 2.4 (markup).
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      // No XML document can hold these, not even escaped.
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
