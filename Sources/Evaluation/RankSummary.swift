import Statistics

/// What is published of the ranks of one direction of retrieval.
package struct RankSummary: Codable, Equatable, Sendable {
  /// Percent of the queries with a true match among the nearest 1, 5, 10.
  package let r1, r5, r10: Double
  /// The middle rank; with an even number of queries the mean of the two in the middle.
  package let medianRank: Double
  /// The mean of the ranks.
  package let meanRank: Double

  enum CodingKeys: String, CodingKey, CaseIterable {
    case r1, r5, r10
    case medianRank = "median_rank"
    case meanRank = "mean_rank"
  }

  private init(_ values: [Double]) {
    (r1, r5, r10, medianRank, meanRank) = (values[0], values[1], values[2], values[3], values[4])
  }

  /// - Parameter ranks: from 1, at least one of them.
  package init(ranks: [Int]) {
    precondition(!ranks.isEmpty)
    let sorted = ranks.sorted()
    let count = sorted.count
    let recalls = [1, 5, 10].map { limit in
      100 * Double(sorted.count { $0 <= limit }) / Double(count)
    }
    let median = Double(sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    self.init(recalls + [median, Double(sorted.reduce(0, +)) / Double(count)])
  }

  /// The mean of each value.
  init(meanOf summaries: [RankSummary]) {
    let columns = summaries.map(\.values)
    self.init((0..<5).map { index in columns.reduce(0) { $0 + $1[index] } / Double(columns.count) })
  }

  var rounded: RankSummary { RankSummary(values.map(\.roundedToThousandths)) }

  /// R@1, R@5, R@10, median rank, mean rank.
  var values: [Double] { [r1, r5, r10, medianRank, meanRank] }
}
