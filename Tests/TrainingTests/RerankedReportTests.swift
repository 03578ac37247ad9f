import Datasets
import Evaluation
import Failures
import Tensor
import TestSupport
import Testing
import TwoBranch

@testable import Training

@Suite("Evaluation by two networks")
struct RerankedReportTests {
  private static let imageCount = 12
  private let directory: TemporaryDirectory
  private let rows: RetrievalSplit
  private let split: EncodedSplit
  private let buffers: [FloatBuffer]
  private let proposing: EmbeddingNetwork
  private let ordering: EmbeddingNetwork
  private let head: SimilarityHead

  init() throws {
    directory = try TemporaryDirectory()
    let numbers = randomNumbers(Self.imageCount * 3 * 9, seed: 1)
    func vectors(_ count: Int, from start: Int) -> [[Float]] {
      (0..<count).map { row in (0..<5).map { numbers[(start + row * 5 + $0) % numbers.count] } }
    }
    let captions = (0..<2 * Self.imageCount).map { "caption \($0)" }
    rows = try directory.split(
      rows: vectors(Self.imageCount, from: 0), captions: captions, vectors: vectors(captions.count, from: 61))
    let configuration = try TrainingConfiguration(settings: [])
    split = try EncodedSplit(rows, encoder: try InputEncoder(fittedTo: rows, configuration))

    let branch = BranchShape(inputColumns: 5, hidden: 8, embedding: 6, input: .dense)
    let wide = BranchShape(inputColumns: 5, hidden: 9, embedding: 7, input: .dense)
    let headShape = HeadShape(embedding: 7, hidden: 6, output: 5)
    let layouts = [
      ParameterLayout(NetworkShape(image: branch, text: branch)),
      ParameterLayout(NetworkShape(image: wide, text: wide, head: headShape)),
    ]
    buffers = layouts.map { FloatBuffer(count: $0.count) }
    for (number, layout) in layouts.enumerated() {
      layout.initialize(buffers[number].pointer, seed: UInt64(10 + number))
    }
    proposing = EmbeddingNetwork(
      NetworkShape(image: branch, text: branch), layout: layouts[0], flat: buffers[0].pointer,
      owner: buffers[0])
    ordering = EmbeddingNetwork(
      NetworkShape(image: wide, text: wide, head: headShape), layout: layouts[1], flat: buffers[1].pointer,
      owner: buffers[1])
    head = SimilarityHead(
      headShape, layout: layouts[1], flat: buffers[1].pointer, owner: buffers[1])
  }

  private func rerank(_ proposals: Int, folds: Int = 1) throws -> RetrievalReport {
    try #require(
      try RetrievalReport.rerank(
        proposals, from: RetrievalStage(proposing, split, world: nil),
        with: RetrievalStage(ordering, split, world: nil), head: head, links: rows.links, world: nil,
        folds: folds))
  }

  private func evaluate(_ network: EmbeddingNetwork, head: SimilarityHead?, folds: Int = 1) throws
    -> RetrievalReport
  {
    try #require(
      try RetrievalReport.evaluate(
        split, links: rows.links, with: Embedder(network: network, world: nil), head: head, world: nil,
        folds: folds))
  }

  private func expectSameFigures(_ one: RetrievalReport, _ other: RetrievalReport) {
    #expect(one.imageToText == other.imageToText && one.textToImage == other.textToImage)
    #expect(one.meanRecall == other.meanRecall && one.images == other.images)
    #expect(one.captions == other.captions)
  }

  @Test(
    "All candidates proposed give the figures of the similarity network alone, in folds too",
    arguments: [1, 3])
  func allProposed(folds: Int) throws {
    expectSameFigures(
      try rerank(24, folds: folds), try evaluate(ordering, head: head, folds: folds))
    #expect(try rerank(24) != rerank(3))
  }

  @Test("One candidate proposed gives the figures of the embedding network alone", arguments: [1, 4])
  func oneProposed(folds: Int) throws {
    expectSameFigures(try rerank(1, folds: folds), try evaluate(proposing, head: nil, folds: folds))
  }

  @Test(
    "Between these the ranks are those of brute force over all similarities and all scores",
    arguments: [2, 5, 9])
  func bruteForce(proposals: Int) throws {
    func embeddings(_ network: EmbeddingNetwork) throws -> (images: Matrix, texts: Matrix) {
      let embedder = Embedder(network: network, world: nil)
      let captions = 2 * Self.imageCount
      let buffers = InputBuffers()
      return (
        embedder.embed(.image, try split.imageInput(0..<Self.imageCount, in: buffers)),
        embedder.embed(.text, try split.textInput(0..<captions, in: buffers))
      )
    }
    let (first, second) = (try embeddings(proposing), try embeddings(ordering))
    let scores = Matrix(rows: second.images.rows, columns: second.texts.rows)
    head.score(second.images, with: second.texts, into: scores)
    func similarity(_ image: Int, _ text: Int) -> Double {
      (0..<first.images.columns).reduce(0) {
        $0 + Double(first.images[image, $1]) * Double(first.texts[text, $1])
      }
    }
    func rank(_ count: Int, isMatch: (Int) -> Bool, _ near: (Int) -> Double, _ score: (Int) -> Float) -> Int {
      let order = (0..<count).sorted { near($0) > near($1) }
      let again = order.prefix(proposals).sorted { score($0) > score($1) }
      return (again.firstIndex(where: isMatch) ?? order.firstIndex(where: isMatch) ?? count) + 1
    }
    let ofImages = (0..<first.images.rows).map { image in
      rank(first.texts.rows, isMatch: { $0 / 2 == image }, { similarity(image, $0) }, { scores[image, $0] })
    }
    let ofTexts = (0..<first.texts.rows).map { text in
      rank(first.images.rows, isMatch: { $0 == text / 2 }, { similarity($0, text) }, { scores[$0, text] })
    }
    let expected = RetrievalMetrics(RetrievalRanks(imageToText: ofImages, textToImage: ofTexts))
    let found = try rerank(proposals)
    for (one, other) in [
      (found.imageToText, expected.imageToText), (found.textToImage, expected.textToImage),
    ] {
      #expect(
        abs(one.r1 - other.r1) < 1e-2 && abs(one.r5 - other.r5) < 1e-2 && abs(one.r10 - other.r10) < 1e-2)
      #expect(one.medianRank == other.medianRank && abs(one.meanRank - other.meanRank) < 1e-2)
    }
  }

  @Test("The protocol says who proposes and who orders")
  func protocolText() throws {
    #expect(
      try rerank(5).protocolText
        == "12 images x 24 captions, all candidates, the embedding network proposes 5, the similarity network "
        + "orders them, own image only, ties count against the model")
    #expect(
      try rerank(5, folds: 3).protocolText.hasPrefix(
        "mean of 3 folds of 4 images with their captions, all candidates of the fold, the embedding network"))
  }

  @Test("A head with NaN in it is refused before anything is scored, although its scores would be finite")
  func brokenHead() throws {
    let weight = ParameterLayout(ordering.shape).entry("head.fc1.weight").range.lowerBound
    let before = buffers[1].pointer[weight]
    buffers[1].pointer[weight] = .nan
    expectFailure(.software, "head.fc1.weight is nan") { _ = try rerank(5) }
    expectFailure(.software, "head.fc1.weight is nan") { _ = try evaluate(ordering, head: head) }
    buffers[1].pointer[weight] = before
    _ = try evaluate(ordering, head: head)
  }

  @Test("Folds of unequal size are refused")
  func folds() {
    expectFailure(.usage, "12 images cannot be split into 5 folds") { _ = try rerank(5, folds: 5) }
  }
}
