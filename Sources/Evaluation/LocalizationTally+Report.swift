import Failures
import Foundation

extension LocalizationTally {
  /// The figures with the protocol that gave them; categories without a phrase are left out.
  ///
  /// - Parameter phrasesWithoutBox: those of the split that were not counted, for the protocol; nil: not known.
  /// - Throws: `Failure(.badData)` when no phrase was counted.
  package func report(phrasesWithoutBox: Int?) throws -> LocalizationReport {
    guard ranks.total > 0 else {
      throw Failure(
        .badData, "no phrase with a box\(phrasesWithoutBox.map { ", and \($0) without" } ?? "")",
        expected: "at least one to be found")
    }
    let counted = zip(categories, ranksByCategory).filter { $1.total > 0 }
    return LocalizationReport(
      protocolText: protocolText(phrasesWithoutBox: phrasesWithoutBox), images: images, ranks: ranks,
      categories: Dictionary(uniqueKeysWithValues: counted))
  }

  private func protocolText(phrasesWithoutBox: Int?) -> String {
    let average = String(format: "%.1f", Double(candidates) / Double(images))
    return "\(images) images x \(average) candidates on average, "
      + "correct from IoU \(overlapThreshold) with the union of the phrase's boxes, ties count against the model, "
      + "phrases without a box left out\(phrasesWithoutBox.map { ": \($0)" } ?? "")"
  }
}
