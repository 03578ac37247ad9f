extension RetrievalEvaluation {
  /// The figures with the protocol that gave them.
  ///
  /// - Throws: `Failure(.usage)` when the images cannot be split into that many folds.
  package func report(folds: Int = 1) throws -> RetrievalReport {
    let rules = try RetrievalProtocol(
      images: similarities.imageCount, captions: similarities.captionCount, matches: matches, folds: folds)
    return RetrievalReport(rules, metrics: try metrics(folds: folds))
  }
}

extension RetrievalReport {
  /// - Parameter folds: the ranks of each fold of the protocol.
  package init(_ rules: RetrievalProtocol, folds: [RetrievalRanks]) {
    precondition(folds.count == rules.folds.count)
    let metrics = folds.map { RetrievalMetrics($0) }
    self.init(rules, metrics: metrics.count == 1 ? metrics[0] : RetrievalMetrics(meanOf: metrics))
  }

  init(_ rules: RetrievalProtocol, metrics: RetrievalMetrics) {
    self.init(
      protocolText: rules.text, images: rules.images, captions: rules.captions, metrics: metrics)
  }
}
