extension RetrievalEvaluation {
  /// The figures with the protocol that gave them.
  ///
  /// - Throws: `Failure(.usage)` when the images cannot be split into that many folds.
  package func report(folds: Int = 1) throws -> RetrievalReport {
    RetrievalReport(
      protocolText: protocolText(folds: folds), images: similarities.imageCount,
      captions: similarities.captionCount,
      metrics: try metrics(folds: folds))
  }

  private func protocolText(folds: Int) -> String {
    let (images, captions) = (similarities.imageCount, similarities.captionCount)
    let candidates =
      folds == 1
      ? "\(images) images x \(captions) captions, all candidates"
      : "mean of \(folds) folds of \(images / max(folds, 1)) images with their captions, "
        + "all candidates of the fold"
    let isOneEach = (0..<captions).allSatisfy { matches.imagesOfCaption($0).count == 1 }
    return "\(candidates), \(isOneEach ? "own image only" : "any linked image"), ties count against the model"
  }
}
