import Tensor
import Testing

@testable import Evaluation

@Suite struct ThreadedPartsTests {
  @Test("The parts follow each other and cover the range", arguments: [1, 2, 3], [0, 1, 2, 17])
  func parts(threads: Int, count: Int) {
    let parts = ThreadedParts.map(5..<5 + count, threads: threads) { $0 }
    #expect(parts.flatMap { Array($0) } == Array(5..<5 + count))
    #expect(parts.count == max(1, min(threads, count)))
  }

  @Test("Ranks are the same for any number of threads", arguments: [1, 2, 3, 30])
  func ranks(threads: Int) throws {
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(23, dimensions: 5, seed: 7),
      captions: RetrievalTwin.embeddings(61, dimensions: 5, seed: 8),
      imagesOfCaption: (0..<61).map { [$0 * 23 / 61] })
    let evaluation = try RetrievalEvaluation(
      images: Matrix(twin.images), captions: Matrix(twin.captions),
      tile: RetrievalTile(images: 4, captions: 9))
    let ranks = evaluation.tally(try twin.rules().folds[0], images: 0..<23, threads: threads).ranks
    #expect(ranks.imageToText == twin.imageToText && ranks.textToImage == twin.textToImage)
  }
}
