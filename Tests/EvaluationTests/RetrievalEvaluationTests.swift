import Evaluation
import Failures
import Tensor
import Testing

@Suite struct RetrievalEvaluationTests {
  @Test(
    "Ranks equal those of sorting everything", arguments: [(1, 1), (1, 5), (3, 7), (17, 85), (40, 41)],
    [1, 3, 1000])
  func ranksEqualSorting(size: (images: Int, captions: Int), queriesPerTile: Int) throws {
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(size.images, dimensions: 3, seed: 1),
      captions: RetrievalTwin.embeddings(size.captions, dimensions: 3, seed: 2),
      imagesOfCaption: (0..<size.captions).map { [$0 * size.images / size.captions] })
    let ranks = try twin.evaluation().ranks(queriesPerTile: queriesPerTile)
    #expect(ranks.imageToText == twin.imageToText)
    #expect(ranks.textToImage == twin.textToImage)
    let list = RetrievalMatches(imageCount: size.images, imageOfCaption: twin.imagesOfCaption.map { $0[0] })
    let same = try RetrievalEvaluation(
      images: Matrix(twin.images), captions: Matrix(twin.captions), matches: list, product: naiveProduct)
    #expect(same.ranks() == ranks)
  }

  @Test("Ranks equal those of sorting everything when captions have several images", arguments: [1, 3, 1000])
  func manyToMany(queriesPerTile: Int) throws {
    let links = (0..<13).map { caption in [0, 1, 2].map { (caption * 2 + $0 * 3) % 9 }.sorted() }
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(9, dimensions: 4, seed: 3),
      captions: RetrievalTwin.embeddings(13, dimensions: 4, seed: 4), imagesOfCaption: links)
    let ranks = try twin.evaluation().ranks(queriesPerTile: queriesPerTile)
    #expect(ranks.imageToText == twin.imageToText)
    #expect(ranks.textToImage == twin.textToImage)
  }

  @Test("A model that maps everything to one point comes last everywhere")
  func collapsedModel() throws {
    let twin = RetrievalTwin(
      images: Array(repeating: [0.6, 0.8], count: 20), captions: Array(repeating: [0.6, 0.8], count: 100),
      imagesOfCaption: (0..<100).map { [$0 / 5] })
    let ranks = try twin.evaluation().ranks(queriesPerTile: 3)
    #expect(ranks.imageToText == Array(repeating: 96, count: 20))
    #expect(ranks.textToImage == Array(repeating: 20, count: 100))
    #expect(RetrievalMetrics(ranks).meanRecall == 0)
  }

  @Test("Two images alike stand before each other")
  func duplicates() throws {
    let twin = RetrievalTwin(
      images: [[1, 0], [1, 0], [0, 1]], captions: [[1, 0], [1, 0], [0, 1]], imagesOfCaption: [[0], [1], [2]])
    let ranks = try twin.evaluation().ranks()
    #expect(ranks.imageToText == [2, 2, 1])
    #expect(ranks.textToImage == [2, 2, 1])
  }

  @Test("A product that yields NaN ranks its query last")
  func overflowIsNoGoodScore() throws {
    let evaluation = try RetrievalEvaluation(
      images: Matrix([[1e30, 1e30], [1, 1]]), captions: Matrix([[1e30, -1e30], [1, 0]]),
      matches: RetrievalMatches(imageCount: 2, imageOfCaption: [0, 1]), product: naiveProduct)
    #expect(evaluation.ranks().imageToText[0] == 2)
    #expect(evaluation.ranks().textToImage[0] == 2)
  }

  @Test(
    "NaN and infinity in an embedding are a failure that names the row", arguments: [Float.nan, .infinity])
  func notFinite(number: Float) {
    let good = Matrix([[1, 0], [0, 1]])
    let bad = Matrix([[1, 0], [0, number]])
    let matches = RetrievalMatches(imageCount: 2, imageOfCaption: [0, 1])
    for (images, captions, name) in [(bad, good, "image"), (good, bad, "caption")] {
      let failure = #expect(throws: Failure.self) {
        try RetrievalEvaluation(images: images, captions: captions, matches: matches, product: naiveProduct)
      }
      #expect(failure?.status == .software)
      #expect(failure?.found == "\(name) embedding 1 holds \(number) in column 1")
    }
  }

  @Test("An image without a caption, a caption without an image and an empty set are failures")
  func nothingToFind() {
    let lonelyImage = RetrievalTwin(images: [[1], [2]], captions: [[1]], imagesOfCaption: [[1]])
    let lonelyCaption = RetrievalTwin(images: [[1]], captions: [[1], [2]], imagesOfCaption: [[0], []])
    let empty = RetrievalTwin(images: [], captions: [], imagesOfCaption: [])
    let failures = [lonelyImage, lonelyCaption, empty].map { twin in
      #expect(throws: Failure.self) { try twin.evaluation() }
    }
    let beginnings = ["image 0 has no caption", "caption 1 has no image", "0 images and 0 captions"]
    for (failure, beginning) in zip(failures, beginnings) {
      #expect(failure?.status == .badData)
      #expect(failure?.found.hasPrefix(beginning) == true)
    }
  }
}
