/// The labelled pairs of a global batch that one rank scores: positives, and behind each its negatives.
package struct PairRun: Equatable, Sendable {
  /// Text position of each pair, `[p]`.
  package let texts: [Int32]
  /// Image position of each pair, `[p]`.
  package let images: [Int32]
  /// +1 for a positive pair, -1 for a negative one, `[p]`.
  package let labels: [Float]
  /// Pairs of all ranks.
  package let globalCount: Int

  package var count: Int { labels.count }

  /// Which of the pairs are negative, `[n]`, ascending.
  package var negatives: [Int] { labels.indices.filter { labels[$0] < 0 } }

  /// The run with the hardest negatives of each positive, and no others.
  ///
  /// - Parameters:
  ///   - limit: of those of each positive with the highest scores, at most so many; of equals the one drawn first.
  ///   - scores: `[n]`, of the negatives.
  ///   - globalCount: of all ranks after that; see `BatchPairs.count(keepingNegatives:)`.
  package func keepingHardest(_ limit: Int, scores: [Float], globalCount: Int) -> PairRun {
    let positives = labels.indices.filter { labels[$0] > 0 }
    precondition(scores.count == count - positives.count, "a score for each negative")
    var kept: [Int] = []
    var scored = 0
    for (positive, next) in zip(positives, positives.dropFirst() + [count]) {
      let own = scores[scored..<scored + next - positive - 1]
      kept.append(positive)
      kept += Self.highest(limit, of: own).map { positive + 1 + $0 - scored }
      scored = own.endIndex
    }
    return PairRun(
      texts: kept.map { texts[$0] }, images: kept.map { images[$0] }, labels: kept.map { labels[$0] },
      globalCount: globalCount)
  }

  /// The indices of the highest scores, of equals the first, ascending.
  private static func highest(_ limit: Int, of scores: ArraySlice<Float>) -> [Int] {
    let order = scores.indices.sorted {
      scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1)
    }
    return order.prefix(limit).sorted()
  }
}
