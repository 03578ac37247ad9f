/// One thing for each branch.
package struct Sides<Content> {
  package var image: Content
  package var text: Content

  package init(image: Content, text: Content) {
    self.image = image
    self.text = text
  }

  package subscript(side: Side) -> Content {
    get { side == .image ? image : text }
    set {
      switch side {
      case .image: image = newValue
      case .text: text = newValue
      }
    }
  }

  package func map<Result>(_ transform: (Content) throws -> Result) rethrows -> Sides<Result> {
    try Sides<Result>(image: transform(image), text: transform(text))
  }
}

extension Sides: Sendable where Content: Sendable {}
extension Sides: Equatable where Content: Equatable {}
extension Sides: Codable where Content: Codable {}
