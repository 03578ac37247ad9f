import Foundation
import Statistics

/// Figures of a phrase localization with the protocol that gave them, without which they mean nothing.
package struct LocalizationReport: Codable, Equatable, Sendable {
  /// One line: candidates, what is correct, ties, phrases left out.
  package let protocolText: String
  /// Phrases with a true box.
  package let phrases: Int
  /// Images with such a phrase.
  package let images: Int
  /// Percent of the phrases with a correct candidate among the first 1, 5, 10.
  package let r1, r5, r10: Double
  /// Percent of the phrases with any correct candidate.
  package let upperBound: Double
  /// Of the first correct candidates, over the phrases that have one; nil when none has.
  package let medianRank, meanRank: Double?
  /// Of the phrases of each category; a phrase may be in several.
  package let categories: [String: LocalizationFigures]
  /// What was not scored; nil when only some photos of the split were.
  package let leftOut: LocalizationLeftOut?

  enum CodingKeys: String, CodingKey {
    case protocolText = "protocol"
    case phrases, images, r1, r5, r10
    case upperBound = "upper_bound"
    case medianRank = "median_rank"
    case meanRank = "mean_rank"
    case categories
    case leftOut = "left_out"
  }

  init(
    protocolText: String, images: Int, ranks: RetrievalRankCounts, categories: [String: RetrievalRankCounts],
    leftOut: LocalizationLeftOut?
  ) {
    let figures = LocalizationFigures(ranks)
    self.protocolText = protocolText
    self.images = images
    (phrases, upperBound) = (figures.phrases, figures.upperBound)
    (r1, r5, r10) = (figures.r1, figures.r5, figures.r10)
    medianRank = ranks.medianRank
    meanRank = ranks.meanRank?.roundedToThousandths
    self.categories = categories.mapValues(LocalizationFigures.init)
    self.leftOut = leftOut
  }

  /// Of all phrases together.
  package var all: LocalizationFigures {
    LocalizationFigures(phrases: phrases, r1: r1, r5: r5, r10: r10, upperBound: upperBound)
  }

  /// The categories in the order in which Flickr30K Entities are published, then others in that of the alphabet.
  package var categoriesInOrder: [(name: String, figures: LocalizationFigures)] {
    let known = Self.publishedCategories
    return categories.map { (name: $0.key, figures: $0.value) }.sorted { left, right in
      let places = [left, right].map { known.firstIndex(of: $0.name) ?? known.count }
      return (places[0], left.name) < (places[1], right.name)
    }
  }

  private static let publishedCategories = [
    "people", "clothing", "bodyparts", "animals", "vehicles", "instruments", "scene", "other",
  ]

  /// One JSON object on one line, its members always in the same order.
  package var json: String {
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "null" }
    var members: [(CodingKeys, String)] = [
      (.protocolText, OrderedJSON.string(protocolText)), (.phrases, "\(phrases)"), (.images, "\(images)"),
      (.r1, "\(r1)"), (.r5, "\(r5)"), (.r10, "\(r10)"), (.upperBound, "\(upperBound)"),
      (.medianRank, number(medianRank)), (.meanRank, number(meanRank)),
      (.categories, OrderedJSON.object(categoriesInOrder.map { ($0.name, $0.figures.json) })),
    ]
    if let leftOut { members.append((.leftOut, leftOut.json)) }
    return OrderedJSON.object(members.map { ($0.stringValue, $1) })
  }

  /// The figures in columns for a terminal, the ranks and the protocol under them.
  package var table: String {
    let rows = [(name: "all", figures: all)] + categoriesInOrder
    let width = max(14, (rows.map(\.name.count).max() ?? 0) + 1)
    let table = FigureTable(nameWidth: width, titles: ["phrases", "R@1", "R@5", "R@10", "upper bound"])
    let lines = rows.map { name, figures in
      table.line(name, ["\(figures.phrases)"] + figures.percentages.map { String(format: "%.1f", $0) })
    }
    return ([table.heading] + lines + [rankText, protocolText]).joined(separator: "\n")
  }

  /// The median and the mean rank in words.
  package var rankText: String {
    guard let medianRank, let meanRank else { return "no phrase has a correct candidate" }
    return String(
      format: "first correct candidate, where there is one: median rank %.1f, mean rank %.1f", medianRank,
      meanRank)
  }
}
