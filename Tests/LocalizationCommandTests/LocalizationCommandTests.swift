import Checkpoints
import Foundation
import TestSupport
import Testing

/// `tbn-dist` on regions and phrases, from training to the page, one job at a time.
@Suite("Phrase localization by command", .serialized)
struct LocalizationCommandTests {}

extension MenagerieFiles {
  /// A command line of `train` for a small network. Runs stand beside the data and go with them.
  func train(_ run: String, _ more: [String] = [], ranks: Int = 0) -> Launch {
    let settings = [
      "--task", "localization", "--data", path, "--run", file(run), "--hidden", "32", "--embedding", "16",
      "--head-hidden", "24", "--head-output", "12", "--negatives", "4", "--batch-images", "6",
      "--negative-regions", "6", "--learning-rate", "5e-3", "--dropout", "0.1", "--threads", "1",
    ]
    return Launch(arguments: ["train"] + settings + more, ranks: ranks)
  }

  func localize(_ run: String, _ more: [String] = [], ranks: Int = 0) -> Launch {
    Launch(arguments: ["localize", file(run)] + more, ranks: ranks)
  }

  /// A file of a run's newest checkpoint.
  func newest(_ name: String, of run: String) throws -> String {
    let checkpoints = file("\(run)/checkpoints")
    let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints)
    let newest = try #require(names.filter { $0.hasPrefix("step-") }.max())
    return "\(checkpoints)/\(newest)/\(name)"
  }

  func contents(_ name: String, of run: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: try newest(name, of: run)))
  }
}

/// What `localize --json` prints, by the names that it promises.
struct LocalizationOutput: Decodable, Equatable {
  struct Figures: Decodable, Equatable {
    let phrases: Int
    let r1, r5, r10, upper_bound: Double
  }

  struct LeftOut: Decodable, Equatable {
    let photos, lines, phrases: Int
  }

  let `protocol`: String
  let phrases, images: Int
  let r1, r5, r10, upper_bound: Double
  let median_rank, mean_rank: Double
  let categories: [String: Figures]
  let left_out: LeftOut

  static let keys = [
    "protocol", "phrases", "images", "r1", "r5", "r10", "upper_bound", "median_rank", "mean_rank",
    "categories", "left_out",
  ]

  init(_ text: String) throws {
    self = try JSONDecoder().decode(LocalizationOutput.self, from: Data(text.utf8))
  }
}
