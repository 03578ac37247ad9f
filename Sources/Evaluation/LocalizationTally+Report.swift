import Failures
import Foundation

extension LocalizationTally {
  /// The figures with the protocol that gave them; categories without a phrase are left out.
  ///
  /// - Parameters:
  ///   - leftOut: what of the split was not counted; nil: not known.
  ///   - reasons: the same in words, for the protocol; nil: nothing.
  /// - Throws: `Failure(.badData)` when no phrase was counted.
  package func report(leftOut: LocalizationLeftOut?, reasons: String? = nil) throws -> LocalizationReport {
    guard ranks.total > 0 else {
      throw Failure(
        .badData, "no phrase with a box\(leftOut.map { ", and \($0.phrases) left out" } ?? "")",
        expected: "at least one to be found")
    }
    let counted = zip(categories, ranksByCategory).filter { $1.total > 0 }
    let last = leftOut == nil ? "phrases without a box left out" : reasons ?? "nothing left out"
    return LocalizationReport(
      protocolText: "\(protocolText), \(last)", images: images, ranks: ranks,
      categories: Dictionary(uniqueKeysWithValues: counted), leftOut: leftOut)
  }

  private var protocolText: String {
    let average = String(format: "%.1f", Double(candidates) / Double(images))
    return "\(images) images x \(average) candidates on average, "
      + "correct from IoU \(overlapThreshold) with the union of the phrase's boxes, ties count against the model"
  }
}
