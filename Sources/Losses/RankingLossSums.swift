/// A part of the loss of a global batch; the parts of a partition of its anchors add up.
package struct RankingLossSums: LossSums {
  /// The terms, each times its weight.
  package let terms: RankingTerms<Double>
  /// Hinges above zero among the K largest of each pair.
  package let activeTriplets: Int
  /// Pairs times K, or times the negatives there are where they are fewer.
  package let triplets: Int

  init(terms sums: RankingTerms<RankingTerm.Sum>, weights: RankingTerms<Float>) {
    terms = RankingTerms(
      sentenceAnchor: sums.sentenceAnchor.loss, imageAnchor: sums.imageAnchor.loss,
      imageNeighbors: sums.imageNeighbors.loss, sentenceNeighbors: sums.sentenceNeighbors.loss)
    activeTriplets = sums.all.reduce(0) { $0 + $1.activeTriplets }
    triplets = sums.all.reduce(0) { $0 + $1.triplets }
  }

  /// The same from `numbers`, added up over the parts.
  package init(numbers: [Double]) {
    precondition(numbers.count == 6)
    terms = RankingTerms(
      sentenceAnchor: numbers[0], imageAnchor: numbers[1], imageNeighbors: numbers[2],
      sentenceNeighbors: numbers[3])
    activeTriplets = Int(numbers[4])
    triplets = Int(numbers[5])
  }

  /// For the sum over ranks.
  package var numbers: [Double] { terms.all + [Double(activeTriplets), Double(triplets)] }

  package var loss: Double { terms.all.reduce(0, +) }

  package var metrics: [(name: String, value: Double)] {
    [
      ("loss_sentence_anchor", terms.sentenceAnchor), ("loss_image_anchor", terms.imageAnchor),
      ("loss_image_neighbors", terms.imageNeighbors), ("loss_sentence_neighbors", terms.sentenceNeighbors),
      ("active_triplets", Double(activeTriplets)), ("triplets", Double(triplets)),
    ]
  }

  package func hasNegatives(besides positivePairs: Int) -> Bool { triplets > 0 }
}
