import Foundation
import Losses
import Sampling
import TestSupport
import TwoBranch

/// What `Tests/Golden/make_golden_regions.py` wrote: training steps on regions and phrases, by networks with the widths,
/// weights and settings of `Golden` and `SimilarityGolden`.
struct RegionsGolden: Decodable {
  /// Of one run.
  struct Steps<Loss: Decodable>: Decodable {
    /// Of the first step.
    let gradients: [String: [Double]]
    let parametersAfter: [String: [Double]]
    let runningAfter: [String: [Double]]
    /// Of each step.
    let losses: [Loss]
  }

  let imageCount: Int
  let imagesOfText: [[Int]]
  let ambiguous: [[Int]]
  let images: [Int32]
  let imageStarts: [Int]
  let texts: [Int32]
  let textStarts: [Int]
  let imageInput: [Float]
  let textInput: [Float]
  let topViolations: Int
  let negatives: Int
  /// By name, in PyTorch's order of elements; those of the head are the similarity network's alone.
  let parameters: [String: [Double]]
  /// By the scope of the negatives.
  let ranking: [String: Steps<Golden.Terms>]
  let similarity: Steps<Double>

  static func load() throws -> RegionsGolden {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = tests.appendingPathComponent("Golden/golden_regions.json")
    return try JSONDecoder().decode(RegionsGolden.self, from: Data(contentsOf: path))
  }

  var batchCase: BatchCase {
    BatchCase(
      "golden regions", links: Links(imageCount: imageCount, imagesOfText: imagesOfText),
      ambiguous: Links(imageCount: imageCount, imagesOfText: ambiguous),
      batch: GlobalBatch(images: images, imageStarts: imageStarts, texts: texts, textStarts: textStarts))
  }

  func loss(_ base: Golden, _ scope: NegativeRule.Scope) -> RankingLoss {
    RankingLoss(
      margin: base.margin, topViolations: topViolations, weights: base.loss.weights, negativeScope: scope)
  }

  func inputs(_ base: Golden, text input: BranchShape.Input) -> Sides<BranchInput> {
    base.inputs(images: imageInput, texts: textInput, text: input)
  }
}
