import Tensor
import Testing

@testable import Evaluation

@Suite("Ranks counted from scores that are not kept")
struct RetrievalTallyTests {
  private static func twin(_ images: Int, _ links: [[Int]]) -> RetrievalTwin {
    RetrievalTwin(
      images: RetrievalTwin.embeddings(images, dimensions: 3, seed: 3),
      captions: RetrievalTwin.embeddings(links.count, dimensions: 3, seed: 4), imagesOfCaption: links)
  }

  private static let twins = [
    twin(1, [[0]]), twin(1, [[0], [0], [0]]), twin(17, (0..<85).map { [$0 / 5] }),
    twin(9, (0..<13).map { caption in [0, 1, 2].map { (caption * 2 + $0 * 3) % 9 }.sorted() }),
  ]

  private func tally(_ twin: RetrievalTwin, error: Double = 0) -> RetrievalTally {
    let (scores, links) = (twin.scores, twin.imagesOfCaption)
    return RetrievalTally(
      matches: twin.matches,
      limits: RetrievalLimits(
        bestOfImage: twin.images.indices.map { image in
          links.indices.filter { links[$0].contains(image) }.map { Double(scores[image, $0]) }.max() ?? 0
        },
        bestOfCaption: links.enumerated().map { caption, images in
          images.map { Double(scores[$0, caption]) }.max() ?? 0
        }, error: error))
  }

  /// The scores of some images with some captions.
  private func tile(_ twin: RetrievalTwin, _ images: Range<Int>, _ captions: Range<Int>) -> Matrix {
    let scores = twin.scores
    precondition(!images.isEmpty)
    return Matrix(images.map { image in captions.map { scores[image, $0] } })
  }

  @Test("They are those of sorting everything, ties and shared captions among them", arguments: twins.indices)
  func ranks(_ number: Int) {
    let twin = Self.twins[number]
    var tally = tally(twin)
    let captions = twin.captions.indices
    for image in twin.images.indices.reversed() {
      // In two parts, of which one may be empty.
      for part in [captions.prefix(captions.count / 2), captions.dropFirst(captions.count / 2)] {
        guard let first = part.first else { continue }
        let range = first..<first + part.count
        tally.add(
          images: image..<image + 1, captions: range, scores: tile(twin, image..<image + 1, range))
      }
    }
    #expect(tally.ranks.imageToText == twin.imageToText)
    #expect(tally.ranks.textToImage == twin.textToImage)
  }

  @Test("The counts of parts of the images add up", arguments: twins.indices, [2, 3, 8])
  func parts(_ number: Int, size: Int) {
    let twin = Self.twins[number]
    var whole = tally(twin)
    var sum = whole.counts
    for part in 0..<size {
      var own = tally(twin)
      let images = twin.images.count * part / size..<twin.images.count * (part + 1) / size
      guard !images.isEmpty else { continue }
      own.add(
        images: images, captions: twin.captions.indices, scores: tile(twin, images, twin.captions.indices))
      sum = zip(sum, own.counts).map(+)
    }
    whole.counts = sum
    #expect(whole.ranks.imageToText == twin.imageToText && whole.ranks.textToImage == twin.textToImage)
  }

  @Test(
    "Scores that err, NaN among them, give the ranks of exact ones where the limits allow for it",
    arguments: twins.indices, [0.001, 0.4, 3, .infinity])
  func errors(_ number: Int, error: Double) {
    let twin = Self.twins[number]
    let (images, captions) = (twin.images.indices, twin.captions.indices)
    var tally = tally(twin, error: error)
    let (exact, wrong) = (twin.scores, twin.scores)
    for image in images {
      for caption in captions {
        let sign: Float = (image * 7 + caption * 3) % 2 == 0 ? 1 : -1
        wrong[image, caption] += sign * Float(min(error, 50)) * 0.99
        if (image + caption) % 5 == 0 { wrong[image, caption] = .nan }
      }
    }
    tally.add(images: images, captions: captions, scores: wrong) { Double(exact[$0, $1]) }
    #expect(tally.ranks.imageToText == twin.imageToText)
    #expect(tally.ranks.textToImage == twin.textToImage)
  }

  @Test("What is sure is not asked for")
  func sure() {
    let twin = Self.twins[2]
    var tally = tally(twin, error: 0.4)
    var asked = 0
    tally.add(
      images: twin.images.indices, captions: twin.captions.indices,
      scores: tile(twin, twin.images.indices, twin.captions.indices)
    ) { _, _ in
      asked += 1
      return 0
    }
    // Whole numbers: only those equal to a limit of one side are within 0.4 of it.
    let scores = twin.scores
    func isOwn(_ image: Int, _ caption: Int) -> Bool { twin.imagesOfCaption[caption].contains(image) }
    let (images, captions) = (twin.images.indices, twin.captions.indices)
    let bestOfImage = images.map { image in
      captions.filter { isOwn(image, $0) }.map { scores[image, $0] }.max() ?? 0
    }
    let bestOfCaption = captions.map { caption in
      images.filter { isOwn($0, caption) }.map { scores[$0, caption] }.max() ?? 0
    }
    let ties = images.reduce(0) { sum, image in
      sum
        + captions.count {
          !isOwn(image, $0) && [bestOfImage[image], bestOfCaption[$0]].contains(scores[image, $0])
        }
    }
    #expect(asked == ties && ties > 0)
  }

  @Test(
    "A bound in floats is never on the wrong side of the limit",
    arguments: [0, 1e-7, 3e-5, 1] as [Double], [-40.123456789, -1e-9, 0, 0.333333333333, 0.7, 12345.6789])
  func bounds(error: Double, best: Double) {
    let limits = QueryLimits(best: [best], error: error)
    let limit = best - 1e-6 * max(1, abs(best))
    #expect(limits.exact == [limit])
    let (low, high) = (limits.low[0, 0], limits.high[0, 0])
    // Scores under `low` are under the limit by more than the error, and `low` is not; so above `high`.
    #expect(Double(low.nextDown) < limit - error && Double(low) >= limit - error)
    #expect(Double(high.nextUp) >= limit + error && Double(high) < limit + error)
  }
}
