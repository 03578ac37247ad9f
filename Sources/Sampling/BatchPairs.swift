import Random

/// The labelled (text, image) pairs of a global batch on which the similarity network is trained: every positive pair,
/// and behind each some negative ones.
///
/// A pure function of (seed, step, links): every rank draws the same list and computes a run of it.
package struct BatchPairs: Equatable, Sendable {
  /// Text position of each pair, `[P]`.
  package let texts: [Int32]
  /// Image position of each pair, `[P]`.
  package let images: [Int32]
  /// +1 for a positive pair, -1 for a negative one, `[P]`.
  package let labels: [Float]
  /// `[N + 1]`: the pairs of the positives of text position t stand at `starts[t]..<starts[t + 1]`. A negative stands
  /// with its positive, whatever text it has.
  private let starts: [Int]

  /// - Parameters:
  ///   - negatives: for each positive; in turn its text with another image and its image with another text, drawn
  ///     from the whole batch, each once. What is ambiguous is no negative. A text or an image that is linked to all
  ///     of the batch has none.
  ///   - step: names the draws.
  package init(links: BatchLinks, negatives: Int, seed: UInt64, step: Int) {
    var pairs: [(text: Int32, image: Int32, label: Float)] = []
    var starts = [0]
    var positiveNumber = 0
    for text in 0..<links.imagesOfText.count {
      for image in links.imagesOfText[text] {
        pairs.append((Int32(text), image, 1))
        var choice = NegativeChoice(
          excludedImages: links.noNegativeImages(ofText: text), imageCount: links.textsOfImage.count,
          excludedTexts: links.noNegativeTexts(ofImage: Int(image)), textCount: links.imagesOfText.count,
          stream: RandomStream(seed: seed, purpose: .negativeChoice, time: step, index: positiveNumber))
        for number in 0..<negatives {
          if number % 2 == 0 {
            if let other = choice.nextImage() { pairs.append((Int32(text), other, -1)) }
          } else {
            if let other = choice.nextText() { pairs.append((other, image, -1)) }
          }
        }
        positiveNumber += 1
      }
      starts.append(pairs.count)
    }
    texts = pairs.map(\.text)
    images = pairs.map(\.image)
    labels = pairs.map(\.label)
    self.starts = starts
  }

  package var count: Int { labels.count }

  /// The pairs of the positives of a run of texts: those of a partition of the texts make up all pairs.
  package func range(ofTexts texts: Range<Int>) -> Range<Int> {
    starts[texts.lowerBound]..<starts[texts.upperBound]
  }
}

/// Draws negatives of one positive pair, none twice.
private struct NegativeChoice {
  /// Images and texts that may not be drawn, ascending.
  private var excludedImages: [Int32]
  private var excludedTexts: [Int32]
  private let imageCount: Int
  private let textCount: Int
  private var stream: RandomStream

  init(
    excludedImages: [Int32], imageCount: Int, excludedTexts: [Int32], textCount: Int, stream: RandomStream
  ) {
    self.excludedImages = excludedImages
    self.excludedTexts = excludedTexts
    self.imageCount = imageCount
    self.textCount = textCount
    self.stream = stream
  }

  mutating func nextImage() -> Int32? { Self.draw(below: imageCount, without: &excludedImages, &stream) }

  mutating func nextText() -> Int32? { Self.draw(below: textCount, without: &excludedTexts, &stream) }

  /// A uniform choice among the positions that are not excluded, which it then is.
  private static func draw(
    below count: Int, without excluded: inout [Int32], _ stream: inout RandomStream
  ) -> Int32? {
    guard excluded.count < count else { return nil }
    var position = Int32(stream.nextIndex(below: count - excluded.count))
    var place = 0
    while place < excluded.count, excluded[place] <= position {
      position += 1
      place += 1
    }
    excluded.insert(position, at: place)
    return position
  }
}
