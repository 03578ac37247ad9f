import Evaluation

/// The score on the dev split that makes a checkpoint the best.
package enum Selection: String, CaseIterable, Sendable {
  case meanRecall = "mean-recall"
  /// For data where the first hit counts: R@1 often still rises when R@10 has begun to fall.
  case recallAt1 = "recall-at-1"

  /// In percent.
  func score(of report: RetrievalReport) -> Double {
    switch self {
    case .meanRecall: report.meanRecall
    case .recallAt1: (report.imageToText.r1 + report.textToImage.r1) / 2
    }
  }

  /// In percent.
  func score(of report: LocalizationReport) -> Double {
    switch self {
    case .meanRecall: (report.r1 + report.r5 + report.r10) / 3
    case .recallAt1: report.r1
    }
  }

  /// "mean recall", for messages.
  var name: String { rawValue.replacing("-", with: " ") }
}
