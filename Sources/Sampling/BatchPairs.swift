import Random

/// The labelled (text, image) pairs of a global batch on which the similarity network is trained: every positive pair,
/// and behind each some negative ones.
///
/// A pure function of (seed, step, links): every rank draws the same list and scores a run of it.
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
  ///   - links: what is positive or ambiguous is no negative. A text or an image that is linked to all of the batch
  ///     has none.
  ///   - negatives: all that are drawn stand here, in the order of the draws, each once behind its positive.
  ///   - step: names the draws.
  package init(links: BatchLinks, negatives: NegativeRule, seed: UInt64, step: Int) {
    var pairs: [(text: Int32, image: Int32, label: Float)] = []
    var starts = [0]
    var positiveNumber = 0
    for text in 0..<Int32(links.imagesOfText.count) {
      for image in links.imagesOfText[Int(text)] {
        pairs.append((text, image, 1))
        var draw = NegativeDraw(
          text: text, image: image, links: links, scope: negatives.scope,
          stream: RandomStream(seed: seed, purpose: .negativeChoice, time: step, index: positiveNumber))
        pairs += draw.pairs(negatives.drawnCount, negatives.sides).map { ($0.text, $0.image, -1) }
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
  package func run(ofTexts texts: Range<Int>) -> PairRun {
    let range = starts[texts.lowerBound]..<starts[texts.upperBound]
    return PairRun(
      texts: Array(self.texts[range]), images: Array(images[range]), labels: Array(labels[range]),
      globalCount: count)
  }

  /// How many pairs are left where each positive keeps at most so many of its negatives.
  package func count(keepingNegatives limit: Int) -> Int {
    var (kept, behind) = (0, 0)
    for label in labels {
      behind = label > 0 ? 0 : behind + 1
      if behind <= limit { kept += 1 }
    }
    return kept
  }
}
