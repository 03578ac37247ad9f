import Random

/// Draws negatives of one positive pair, none twice.
struct NegativeDraw {
  private let text: Int32
  private let image: Int32
  private var images: DrawablePositions
  private var texts: DrawablePositions
  private var stream: RandomStream

  init(text: Int32, image: Int32, links: BatchLinks, scope: NegativeRule.Scope, stream: RandomStream) {
    (self.text, self.image) = (text, image)
    let isNear = scope == .neighborhoodFirst
    images = DrawablePositions(
      count: links.textsOfImage.count, first: isNear ? links.images(besideText: Int(text)) : nil,
      excluded: links.noNegativeImages(ofText: Int(text)))
    texts = DrawablePositions(
      count: links.imagesOfText.count, first: isNear ? links.texts(besideImage: Int(image)) : nil,
      excluded: links.noNegativeTexts(ofImage: Int(image)))
    self.stream = stream
  }

  /// As many as are asked for; fewer where a side has no more.
  mutating func pairs(_ count: Int, _ sides: NegativeRule.Sides) -> [(text: Int32, image: Int32)] {
    var pairs: [(text: Int32, image: Int32)] = []
    for turn in 0..<count {
      if sides == .images || turn.isMultiple(of: 2) {
        if let other = images.draw(&stream) { pairs.append((text, other)) }
      } else {
        if let other = texts.draw(&stream) { pairs.append((other, image)) }
      }
    }
    return pairs
  }
}

/// The positions of one side of a batch that may still be drawn.
private struct DrawablePositions {
  let count: Int
  /// Those that are drawn before the others.
  let first: Range<Int>?
  /// Ascending.
  var excluded: [Int32]

  /// A uniform choice among those of `first`, or where none is left there among all; it is not drawn again.
  mutating func draw(_ stream: inout RandomStream) -> Int32? {
    if let first, let position = draw(within: first, &stream) { return position }
    return draw(within: 0..<count, &stream)
  }

  private mutating func draw(within range: Range<Int>, _ stream: inout RandomStream) -> Int32? {
    var place = excluded.lowerBound(of: Int32(range.lowerBound))
    let end = excluded.lowerBound(of: Int32(range.upperBound))
    let left = range.count - (end - place)
    guard left > 0 else { return nil }
    var position = Int32(range.lowerBound + stream.nextIndex(below: left))
    while place < end, excluded[place] <= position {
      position += 1
      place += 1
    }
    excluded.insert(position, at: place)
    return position
  }
}
