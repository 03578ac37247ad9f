import Foundation
import Statistics

/// Figures of a retrieval with the protocol that gave them, without which they mean nothing.
package struct RetrievalReport: Codable, Equatable, Sendable {
  /// One line: candidates, what counts as found, ties, folds.
  package let protocolText: String
  /// Images scored, of all folds together.
  package let images: Int
  /// Captions scored, of all folds together.
  package let captions: Int
  /// Images looking for captions.
  package let imageToText: RankSummary
  /// Captions looking for images.
  package let textToImage: RankSummary
  /// The mean of the six recalls, in percent.
  package let meanRecall: Double
  /// Captions of which the vocabulary has no word, and which so all have one embedding; nil where captions are not bags
  /// of words.
  package var unknownCaptions: Int?
  /// Pairs of an image and a caption that do not count as true and would with `RetrievalTruth.equalTexts`; nil where it
  /// was not asked for.
  package var equalTextPairs: Int?
  /// Nil where it was not asked for.
  package var ceiling: RetrievalCeiling?

  enum CodingKeys: String, CodingKey {
    case protocolText = "protocol"
    case images, captions
    case imageToText = "image_to_text"
    case textToImage = "text_to_image"
    case meanRecall = "mean_recall"
    case unknownCaptions = "unknown_captions"
    case equalTextPairs = "equal_text_pairs"
    case ceiling
  }

  init(protocolText: String, images: Int, captions: Int, metrics: RetrievalMetrics) {
    self.protocolText = protocolText
    self.images = images
    self.captions = captions
    imageToText = metrics.imageToText.rounded
    textToImage = metrics.textToImage.rounded
    meanRecall = metrics.meanRecall.roundedToThousandths
  }

  /// One JSON object on one line, its members always in the same order.
  package var json: String {
    let members: [(CodingKeys, String?)] = [
      (.protocolText, OrderedJSON.string(protocolText)), (.images, "\(images)"), (.captions, "\(captions)"),
      (.imageToText, Self.json(imageToText)), (.textToImage, Self.json(textToImage)),
      (.meanRecall, "\(meanRecall)"), (.unknownCaptions, unknownCaptions.map { "\($0)" }),
      (.equalTextPairs, equalTextPairs.map { "\($0)" }), (.ceiling, ceiling?.json),
    ]
    return OrderedJSON.object(members.compactMap { key, value in value.map { (key.stringValue, $0) } })
  }

  /// The figures in columns for a terminal, the protocol under them.
  package var table: String {
    let table = FigureTable(nameWidth: 14, titles: ["R@1", "R@5", "R@10", "median rank", "mean rank"])
    func figures(_ summary: RankSummary) -> [String] { summary.values.map { String(format: "%.1f", $0) } }
    let lines = [
      table.heading, table.line("image -> text", figures(imageToText)),
      table.line("text -> image", figures(textToImage)),
      table.line("mean recall", [String(format: "%.1f", meanRecall)]),
    ]
    return (lines + notes + [protocolText]).joined(separator: "\n")
  }

  private var notes: [String] {
    var notes: [String] = []
    if let bound = ceiling?.text {
      notes.append("no model can reach more than \(bound): equal captions or images tie")
    }
    if let equalTextPairs, equalTextPairs > 0 {
      notes.append("--matches equal-texts counts \(equalTextPairs) more pairs with equal captions as true")
    }
    if let unknownCaptions, unknownCaptions > 0 {
      notes.append("\(unknownCaptions) of \(captions) captions have no word of the vocabulary")
    }
    return notes
  }

  private static func json(_ summary: RankSummary) -> String {
    OrderedJSON.object(zip(RankSummary.CodingKeys.allCases, summary.values).map { ($0.stringValue, "\($1)") })
  }
}
