import Evaluation
import Failures
import Testing

@Suite struct RetrievalMetricsTests {
  @Test("Recalls, median and mean are those of the ranks")
  func summary() {
    let summary = RankSummary(ranks: [11, 1, 5, 6, 10, 2, 1, 40])
    #expect(summary.r1 == 25 && summary.r5 == 50 && summary.r10 == 75)
    #expect(summary.medianRank == 5.5)
    #expect(summary.meanRank == 9.5)
    #expect(RankSummary(ranks: [3, 1, 2]).medianRank == 2)
    #expect(RankSummary(ranks: [7]).medianRank == 7)
  }

  @Test("Folds are neighbouring images scored apart and averaged", arguments: [1, 2, 3, 6])
  func foldsAreScoredApart(folds: Int) throws {
    // Captions lie scattered, and every third belongs to a second image in another place.
    let links = (0..<30).map { $0 % 3 == 0 ? [$0 % 6, ($0 + 2) % 6].sorted() : [$0 % 6] }
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(6, dimensions: 3, seed: 5),
      captions: RetrievalTwin.embeddings(30, dimensions: 3, seed: 6), imagesOfCaption: links)
    let size = 6 / folds
    let parts = (0..<folds).map { fold in
      let range = fold * size..<(fold + 1) * size
      let captions = links.indices.filter { links[$0].contains(where: range.contains) }
      return RetrievalTwin(
        images: Array(twin.images[range]), captions: captions.map { twin.captions[$0] },
        imagesOfCaption: captions.map { links[$0].filter(range.contains).map { $0 - range.lowerBound } })
    }
    let report = try twin.report(folds: folds)
    for (found, ranks) in [
      (report.imageToText, parts.map(\.imageToText)), (report.textToImage, parts.map(\.textToImage)),
    ] {
      let summaries = ranks.map(RankSummary.init(ranks:))
      func mean(_ value: (RankSummary) -> Double) -> Double {
        summaries.reduce(0) { $0 + value($1) } / Double(folds)
      }
      let pairs = [
        (found.r1, mean(\.r1)), (found.r5, mean(\.r5)), (found.r10, mean(\.r10)),
        (found.medianRank, mean(\.medianRank)), (found.meanRank, mean(\.meanRank)),
      ]
      #expect(pairs.allSatisfy { abs($0 - $1) <= 5.1e-4 }, "\(pairs)")
    }
  }

  @Test("Folds that do not divide the images are refused", arguments: [0, -1, 4, 7])
  func unevenFolds(folds: Int) throws {
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(6, dimensions: 2, seed: 1),
      captions: RetrievalTwin.embeddings(6, dimensions: 2, seed: 2), imagesOfCaption: (0..<6).map { [$0] })
    let failure = #expect(throws: Failure.self) { try twin.report(folds: folds) }
    #expect(failure?.status == .usage)
  }
}
