import Evaluation
import Failures
import Tensor
import Testing

@Suite("Ranks counted from rows that are not kept")
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

  private func tally(_ twin: RetrievalTwin) -> RetrievalTally {
    let scores = twin.scores
    let best = twin.captions.indices.map { caption in
      twin.imagesOfCaption[caption].map { scores[$0, caption] }.max() ?? 0
    }
    return RetrievalTally(images: twin.images.count, matches: twin.matches, bestOfCaption: best)
  }

  private func add(_ images: some Sequence<Int>, of twin: RetrievalTwin, to tally: inout RetrievalTally)
    throws
  {
    for image in images {
      var row = (0..<twin.captions.count).map { twin.scores[image, $0] }
      try row.withUnsafeMutableBufferPointer { try tally.add(image: image, scores: $0) }
    }
  }

  @Test("They are those of sorting everything, ties and shared captions among them", arguments: twins.indices)
  func ranks(_ number: Int) throws {
    let twin = Self.twins[number]
    var tally = tally(twin)
    try add(twin.images.indices.reversed(), of: twin, to: &tally)
    #expect(tally.ranks.imageToText == twin.imageToText)
    #expect(tally.ranks.textToImage == twin.textToImage)
  }

  @Test("The counts of parts of the images add up", arguments: twins.indices, [2, 3, 8])
  func parts(_ number: Int, size: Int) throws {
    let twin = Self.twins[number]
    var whole = tally(twin)
    var sum = whole.counts
    for part in 0..<size {
      var own = tally(twin)
      try add(
        twin.images.count * part / size..<twin.images.count * (part + 1) / size, of: twin, to: &own)
      sum = zip(sum, own.counts).map(+)
    }
    whole.counts = sum
    #expect(whole.ranks.imageToText == twin.imageToText && whole.ranks.textToImage == twin.textToImage)
  }

  @Test("A score that is not a number is a failure that names the pair", arguments: [Float.nan, .infinity])
  func notFinite(_ number: Float) {
    let matches = RetrievalMatches(imageCount: 2, imageOfCaption: [0, 1])
    var tally = RetrievalTally(images: 2, matches: matches, bestOfCaption: [0, 0])
    let failure = #expect(throws: Failure.self) {
      var row = [0, number]
      try row.withUnsafeMutableBufferPointer { try tally.add(image: 1, scores: $0) }
    }
    #expect(failure?.found == "the score of image 1 with caption 1 is \(number)")
  }
}
