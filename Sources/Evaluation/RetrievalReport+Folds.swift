extension RetrievalReport {
  /// - Parameter folds: the ranks of each fold of the protocol.
  package init(_ rules: RetrievalProtocol, folds: [RetrievalRanks]) {
    precondition(folds.count == rules.folds.count)
    let metrics = folds.map { RetrievalMetrics($0) }
    self.init(
      protocolText: rules.text, images: rules.images, captions: rules.captions,
      metrics: metrics.count == 1 ? metrics[0] : RetrievalMetrics(meanOf: metrics))
  }
}
