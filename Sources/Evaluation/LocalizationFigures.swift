import Statistics

/// What is published of the ranks of some phrases.
package struct LocalizationFigures: Codable, Equatable, Sendable {
  /// Phrases with a true box.
  package let phrases: Int
  /// Percent of the phrases with a correct candidate among the first 1, 5, 10.
  package let r1, r5, r10: Double
  /// Percent of the phrases with any correct candidate.
  package let upperBound: Double

  enum CodingKeys: String, CodingKey {
    case phrases, r1, r5, r10
    case upperBound = "upper_bound"
  }

  init(phrases: Int, r1: Double, r5: Double, r10: Double, upperBound: Double) {
    (self.phrases, self.r1, self.r5, self.r10, self.upperBound) = (phrases, r1, r5, r10, upperBound)
  }

  /// Percentages with three digits behind the point.
  init(_ ranks: RetrievalRankCounts) {
    self.init(
      phrases: ranks.total, r1: ranks.recall(at: 1).roundedToThousandths,
      r5: ranks.recall(at: 5).roundedToThousandths,
      r10: ranks.recall(at: 10).roundedToThousandths, upperBound: ranks.upperBound.roundedToThousandths)
  }

  /// R@1, R@5, R@10, upper bound.
  package var percentages: [Double] { [r1, r5, r10, upperBound] }

  var json: String {
    let members: [(CodingKeys, String)] = [
      (.phrases, "\(phrases)"), (.r1, "\(r1)"), (.r5, "\(r5)"), (.r10, "\(r10)"),
      (.upperBound, "\(upperBound)"),
    ]
    return OrderedJSON.object(members.map { ($0.stringValue, $1) })
  }
}
