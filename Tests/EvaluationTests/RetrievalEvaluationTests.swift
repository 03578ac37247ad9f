import Failures
import Tensor
import TestSupport
import Testing

@testable import Evaluation

@Suite struct RetrievalEvaluationTests {
  private static let tiles = [
    RetrievalTile(images: 1, captions: 1), RetrievalTile(images: 3, captions: 2),
    RetrievalTile(images: 7, captions: 64), .standard,
  ]

  private func expectRanks(
    _ ranks: RetrievalRanks, of twin: RetrievalTwin, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ranks.imageToText == twin.imageToText, sourceLocation: sourceLocation)
    #expect(ranks.textToImage == twin.textToImage, sourceLocation: sourceLocation)
  }

  @Test(
    "Ranks equal those of sorting everything", arguments: [(1, 1), (1, 5), (3, 7), (17, 85), (40, 41)],
    tiles.indices)
  func ranksEqualSorting(size: (images: Int, captions: Int), tile: Int) throws {
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(size.images, dimensions: 3, seed: 1),
      captions: RetrievalTwin.embeddings(size.captions, dimensions: 3, seed: 2),
      imagesOfCaption: (0..<size.captions).map { [$0 * size.images / size.captions] })
    let ranks = try twin.ranks(tile: Self.tiles[tile])
    expectRanks(ranks, of: twin)
    let list = RetrievalMatches(imageCount: size.images, imageOfCaption: twin.imagesOfCaption.map { $0[0] })
    let rules = try RetrievalProtocol(images: size.images, captions: size.captions, matches: list, folds: 1)
    let evaluation = try RetrievalEvaluation(images: Matrix(twin.images), captions: Matrix(twin.captions))
    #expect(evaluation.tally(rules.folds[0], images: 0..<size.images).ranks == ranks)
  }

  @Test(
    "Ranks equal those of sorting everything when captions have several images", arguments: tiles.indices)
  func manyToMany(tile: Int) throws {
    let links = (0..<13).map { caption in [0, 1, 2].map { (caption * 2 + $0 * 3) % 9 }.sorted() }
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(9, dimensions: 4, seed: 3),
      captions: RetrievalTwin.embeddings(13, dimensions: 4, seed: 4), imagesOfCaption: links)
    expectRanks(try twin.ranks(tile: Self.tiles[tile]), of: twin)
  }

  /// Unit rows; the captions of image i lie near it.
  private static func near(images: Int, captions: Int, dimensions: Int, noise: Float) -> RetrievalTwin {
    func unit(_ row: [Float]) -> [Float] {
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
    let rows = Matrix.random(rows: images, columns: dimensions, seed: 5)
    let offsets = Matrix.random(rows: captions, columns: dimensions, seed: 6)
    let links = (0..<captions).map { $0 * images / captions }
    return RetrievalTwin(
      images: (0..<images).map { unit(rows.rows($0..<$0 + 1).numbers) },
      captions: links.enumerated().map { caption, image in
        unit((0..<dimensions).map { rows[image, $0] + noise * offsets[caption, $0] })
      },
      imagesOfCaption: links.map { [$0] })
  }

  @Test("Of embeddings like those of a network the ranks are exact in any tile", arguments: tiles.indices)
  func unitRows(tile: Int) throws {
    let twin = Self.near(images: 60, captions: 241, dimensions: 65, noise: 7)
    expectRanks(try twin.ranks(tile: Self.tiles[tile]), of: twin)
    #expect(twin.imageToText.contains(1) && twin.imageToText.contains { $0 > 10 })
  }

  @Test(
    "Rivals a little nearer or farther than the tie rule allows for are told apart, closer than floats can",
    arguments: tiles.indices, [1, 300] as [Float])
  func nearTies(tile: Int, scale: Float) throws {
    // Every image has a caption like itself, and every other caption is one of those a little shorter.
    let steps: [Float] = [0, 2e-7, 7e-7, 9e-7, 9.8e-7, 1.02e-6, 1.1e-6, 2e-6, 1e-5]
    let base = Self.near(images: 11, captions: 11, dimensions: 129, noise: 0).images
    let images = base.map { $0.map { scale * $0 } }
    let rivals = steps.flatMap { step in base.map { row in row.map { $0 * (1 - step) } } }
    let twin = RetrievalTwin(
      images: images + images, captions: base + rivals,
      imagesOfCaption: base.indices.map { [$0] } + rivals.indices.map { [11 + $0 % 11] })
    expectRanks(try twin.ranks(tile: Self.tiles[tile]), of: twin)
    // The rivals of the first three to six steps are ties, and no more.
    #expect(twin.imageToText.prefix(11).allSatisfy { (5...7).contains($0) }, "\(twin.imageToText)")
    #expect(twin.textToImage.allSatisfy { $0 >= 2 })
  }

  @Test("Parts of the images add up to the whole, also where some have none", arguments: [1, 2, 3, 8, 25])
  func parts(size: Int) throws {
    let twin = Self.near(images: 17, captions: 90, dimensions: 33, noise: 3)
    let fold = try twin.rules().folds[0]
    let evaluation = try RetrievalEvaluation(
      images: Matrix(twin.images), captions: Matrix(twin.captions),
      tile: RetrievalTile(images: 4, captions: 31))
    var sum = evaluation.tally(fold, images: 0..<0)
    for part in 0..<size {
      let own = evaluation.tally(fold, images: 17 * part / size..<17 * (part + 1) / size)
      sum.counts = zip(sum.counts, own.counts).map(+)
    }
    expectRanks(sum.ranks, of: twin)
  }

  @Test("A model that maps everything to one point comes last everywhere", arguments: tiles.indices)
  func collapsedModel(tile: Int) throws {
    let point = Self.near(images: 1, captions: 1, dimensions: 515, noise: 0).images[0]
    let twin = RetrievalTwin(
      images: Array(repeating: point, count: 20), captions: Array(repeating: point, count: 100),
      imagesOfCaption: (0..<100).map { [$0 / 5] })
    let ranks = try twin.ranks(tile: Self.tiles[tile])
    #expect(ranks.imageToText == Array(repeating: 96, count: 20))
    #expect(ranks.textToImage == Array(repeating: 20, count: 100))
    #expect(RetrievalMetrics(ranks).meanRecall == 0)
  }

  @Test("Two images alike stand before each other, in one tile or in two", arguments: tiles.indices)
  func duplicates(tile: Int) throws {
    let twin = RetrievalTwin(
      images: [[1, 0], [1, 0], [0, 1]], captions: [[1, 0], [1, 0], [0, 1]], imagesOfCaption: [[0], [1], [2]])
    let ranks = try twin.ranks(tile: Self.tiles[tile])
    #expect(ranks.imageToText == [2, 2, 1])
    #expect(ranks.textToImage == [2, 2, 1])
  }

  @Test("Products that are no number or infinite in floats are ranked as in doubles")
  func overflow() throws {
    let twin = RetrievalTwin(
      images: [[1e30, 1e30], [3e38, 1], [3.2e38, 2], [1, 1]],
      captions: [[1e30, -1e30], [3e38, 1], [3.1e38, -1], [-3e38, 1]], imagesOfCaption: [[0], [1], [2], [3]])
    expectRanks(try twin.ranks(), of: twin)
    #expect(twin.imageToText != [1, 1, 1, 1])
  }

  @Test(
    "NaN and infinity in an embedding are a failure that names the row", arguments: [Float.nan, .infinity])
  func notFinite(number: Float) {
    let good = Matrix([[1, 0], [0, 1]])
    let bad = Matrix([[1, 0], [0, number]])
    for (images, captions, name) in [(bad, good, "image"), (good, bad, "caption")] {
      let failure = #expect(throws: Failure.self) {
        try RetrievalEvaluation(images: images, captions: captions)
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
      #expect(throws: Failure.self) { try twin.rules() }
    }
    let beginnings = ["image 0 has no caption", "caption 1 has no image", "0 images and 0 captions"]
    for (failure, beginning) in zip(failures, beginnings) {
      #expect(failure?.status == .badData)
      #expect(failure?.found.hasPrefix(beginning) == true)
    }
  }
}
