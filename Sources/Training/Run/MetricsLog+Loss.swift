import DataParallel

extension MetricsLog.Step {
  /// What there is to say of the loss besides its value.
  mutating func add(_ sums: LossSums) {
    switch sums {
    case .ranking(let ranking):
      lossSentenceAnchor = ranking.terms.sentenceAnchor
      lossImageAnchor = ranking.terms.imageAnchor
      lossImageNeighbors = ranking.terms.imageNeighbors
      lossSentenceNeighbors = ranking.terms.sentenceNeighbors
      activeTriplets = ranking.activeTriplets
      triplets = ranking.triplets
    case .logistic(let logistic):
      correctPairs = logistic.correctPairs
      pairs = logistic.pairs
    }
  }
}
