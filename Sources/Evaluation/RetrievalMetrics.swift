/// The figures of both directions of retrieval.
package struct RetrievalMetrics: Equatable, Sendable {
  /// Images looking for captions.
  package let imageToText: RankSummary
  /// Captions looking for images.
  package let textToImage: RankSummary

  /// The figures of these ranks, without folds.
  package init(_ ranks: RetrievalRanks) {
    imageToText = RankSummary(ranks: ranks.imageToText)
    textToImage = RankSummary(ranks: ranks.textToImage)
  }

  /// The mean over folds of each figure.
  init(meanOf folds: [RetrievalMetrics]) {
    imageToText = RankSummary(meanOf: folds.map(\.imageToText))
    textToImage = RankSummary(meanOf: folds.map(\.textToImage))
  }

  /// The mean of the six recalls, in percent.
  package var meanRecall: Double {
    [imageToText, textToImage].reduce(0) { $0 + $1.r1 + $1.r5 + $1.r10 } / 6
  }
}
