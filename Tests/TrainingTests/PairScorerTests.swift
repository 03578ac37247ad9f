import Evaluation
import Failures
import Tensor
import TestSupport
import Testing
import TwoBranch

@testable import Training

@Suite("Ranks by the similarity network")
struct PairScorerTests {
  /// A head whose scores are large, on embeddings of which some are alike.
  private final class Case {
    static let shape = HeadShape(embedding: 37, hidden: 29, output: 11)
    let images, texts: Matrix
    let links: [[Int]]
    let rules: RetrievalProtocol
    let head: SimilarityHead
    private let flat: FloatBuffer

    /// - Parameters:
    ///   - scale: of the last layer.
    ///   - links: for each caption its images.
    init(images imageCount: Int, links: [[Int]], folds: Int = 1, scale: Float = 300) throws {
      let branch = BranchShape(inputColumns: 3, hidden: 4, embedding: 37, input: .dense)
      let layout = ParameterLayout(NetworkShape(image: branch, text: branch, head: Self.shape))
      flat = FloatBuffer(count: layout.count)
      layout.initialize(flat.pointer, seed: 4)
      let noise = randomNumbers(layout.count, seed: 5)
      for index in 0..<layout.count { flat.pointer[index] += 0.1 * noise[index] }
      for index in layout.entry("head.fc3.weight").range { flat.pointer[index] *= scale }
      head = SimilarityHead(
        Self.shape, layout: layout, flat: flat.pointer, owner: flat)
      images = Matrix.random(rows: imageCount, columns: 37, seed: 6)
      texts = Matrix.random(rows: links.count, columns: 37, seed: 7)
      // The second half of the images are the first again.
      for image in imageCount / 2..<imageCount / 2 * 2 {
        images.rows(image..<image + 1).copy(
          from: images.rows(image - imageCount / 2..<image - imageCount / 2 + 1))
      }
      self.links = links
      let captionsOf = (0..<imageCount).map { image in
        links.indices.filter { links[$0].contains(image) }.map { Int32($0) }
      }
      rules = try RetrievalProtocol(
        images: imageCount, captions: links.count,
        matches: RetrievalMatches(
          captionsOfImage: { captionsOf[$0][...] }, imagesOfCaption: { links[$0].map { Int32($0) }[...] }),
        folds: folds)
    }

    /// By as many scorers, each with its part of the images, as if they were ranks.
    func ranks(_ fold: RetrievalFold, parts: Int) throws -> RetrievalRanks {
      var progress = ScoringProgress(total: 1, isShown: false)
      var scorers = (0..<parts).map { part in
        PairScorer(
          head: head, Sides(image: images, text: texts), fold: fold,
          own: fold.images.count * part / parts..<fold.images.count * (part + 1) / parts)
      }
      var best = [Double](repeating: -.infinity, count: fold.captions.count)
      for part in scorers.indices {
        best = zip(best, try scorers[part].bestOfCaptions(&progress)).map { max($0, $1) }
      }
      var counts: [Int] = []
      var sum: RetrievalTally?
      for part in scorers.indices {
        let tally = try scorers[part].tally(bestOfCaption: best, &progress)
        counts = counts.isEmpty ? tally.counts : zip(counts, tally.counts).map(+)
        sum = tally
      }
      sum?.counts = counts
      return try #require(sum).ranks
    }

    /// From a full matrix of the fold's scores, by the definition.
    func expected(_ fold: RetrievalFold) -> RetrievalRanks {
      let rows = texts.gathered(fold.captions)
      let scores = Matrix(rows: fold.images.count, columns: rows.rows)
      head.score(images.rows(fold.images), with: rows, into: scores)
      func isMatch(_ image: Int, _ caption: Int) -> Bool {
        links[Int(fold.captions[caption])].contains(fold.images.lowerBound + image)
      }
      func rank(_ candidates: Range<Int>, _ score: (Int) -> Double, isMatch: (Int) -> Bool) -> Int {
        let best = candidates.filter(isMatch).map(score).max() ?? 0
        let limit = best - 1e-6 * max(1, abs(best))
        return 1 + candidates.count { !isMatch($0) && score($0) >= limit }
      }
      return RetrievalRanks(
        imageToText: (0..<scores.rows).map { image in
          rank(0..<scores.columns, { Double(scores[image, $0]) }, isMatch: { isMatch(image, $0) })
        },
        textToImage: (0..<scores.columns).map { caption in
          rank(0..<scores.rows, { Double(scores[$0, caption]) }, isMatch: { isMatch($0, caption) })
        })
    }

    func setParameter(_ name: String, to value: Float) {
      let branch = BranchShape(inputColumns: 3, hidden: 4, embedding: 37, input: .dense)
      let layout = ParameterLayout(NetworkShape(image: branch, text: branch, head: Self.shape))
      flat.pointer[layout.entry(name).range.lowerBound] = value
    }
  }

  @Test(
    "They are those of a full matrix of scores, for any number of ranks, more than images among them",
    arguments: [1, 2, 3, 9])
  func fullMatrix(parts: Int) throws {
    // More captions than one call scores, the last ones few.
    let example = try Case(images: 7, links: (0..<1031).map { [$0 * 7 / 1031] })
    let fold = example.rules.folds[0]
    let found = try example.ranks(fold, parts: parts)
    let expected = example.expected(fold)
    #expect(found.imageToText == expected.imageToText)
    #expect(found.textToImage == expected.textToImage)
    #expect(Set(found.textToImage).count > 3)
  }

  @Test("So they are where captions are shared and scattered", arguments: [1, 4])
  func scattered(parts: Int) throws {
    let example = try Case(
      images: 6, links: (0..<1100).map { $0 % 5 == 0 ? [$0 % 3, 3 + $0 % 2] : [$0 % 6] })
    let fold = example.rules.folds[0]
    #expect(try example.ranks(fold, parts: parts) == example.expected(fold))
  }

  @Test("Images alike stand before each other, however large their scores", arguments: [1, 2, 3])
  func ties(parts: Int) throws {
    let example = try Case(images: 40, links: (0..<40).map { [$0] })
    let ranks = try example.ranks(example.rules.folds[0], parts: parts)
    // The twin of a caption's image, on another rank, scores as high as that.
    #expect(ranks.textToImage.allSatisfy { $0 >= 2 }, "\(ranks.textToImage)")
    let scores = Matrix(rows: 1, columns: 40)
    example.head.score(example.images.rows(0..<1), with: example.texts, into: scores)
    let largest = withExtendedLifetime(scores) { scores.elements.map(abs).max() ?? 0 }
    #expect(largest > 50, "with small scores nothing is tested")
  }

  @Test("Folds are scored apart", arguments: [1, 3])
  func folds(parts: Int) throws {
    let example = try Case(
      images: 6, links: (0..<30).map { $0 % 4 == 0 ? [$0 % 2, 3 + $0 % 3] : [$0 % 6] }, folds: 2)
    for fold in example.rules.folds {
      #expect(try example.ranks(fold, parts: parts) == example.expected(fold))
    }
  }

  @Test("A score that is not finite is told with its rows in the split, not in the fold")
  func notFinite() throws {
    let example = try Case(images: 6, links: (0..<12).map { [$0 / 2] }, folds: 3)
    example.setParameter("head.fc3.bias", to: .infinity)
    expectFailure(.software, "the score of image 4 with caption 8 is inf") {
      _ = try example.ranks(example.rules.folds[2], parts: 1)
    }
  }

  @Test(
    "A parameter of the head that is not finite is a failure that names it",
    arguments: [
      "fc1.weight", "fc1.bias", "bn1.weight", "bn1.bias", "fc2.weight", "fc2.bias", "bn2.weight", "bn2.bias",
      "fc3.weight", "fc3.bias",
    ], [Float.nan, -.infinity])
  func brokenHead(name: String, value: Float) throws {
    let example = try Case(images: 2, links: [[0], [1]])
    try example.head.checkFinite()
    example.setParameter("head.\(name)", to: value)
    expectFailure(.software, "number 0 of the similarity network's head.\(name) is \(value)") {
      try example.head.checkFinite()
    }
  }

  @Test("So is a running estimate")
  func brokenEstimates() throws {
    var head = try Case(images: 2, links: [[0], [1]]).head
    head.running.second.variance[3] = .nan
    expectFailure(.software, "number 3 of the similarity network's head.bn2.running_var is nan") {
      try head.checkFinite()
    }
    head.running.first.mean[1] = .infinity
    expectFailure(.software, "number 1 of the similarity network's head.bn1.running_mean is inf") {
      try head.checkFinite()
    }
  }
}
