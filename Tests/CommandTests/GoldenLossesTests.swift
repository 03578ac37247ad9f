import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Golden losses of images and sentences")
  struct GoldenLossesTests {
    /// A training on the data of these tests, which must not change with the program.
    struct Training: Sendable, CustomTestStringConvertible {
      let testDescription: String
      var hasVectors = false
      let settings: [String]
    }

    static let trainings = [
      Training(testDescription: "bags of words", settings: ["--weight-image-neighbors", "0.1"]),
      Training(
        testDescription: "vectors", hasVectors: true,
        settings: ["--clip-norm", "0.5", "--weight-decay", "0.001", "--sentence-preparation", "standardize"]),
      Training(
        testDescription: "similarity network",
        settings: ["--model", "similarity", "--head-hidden", "24", "--head-output", "12"]),
      Training(
        testDescription: "similarity network, hardest negatives", hasVectors: true,
        settings: [
          "--model", "similarity", "--head-hidden", "24", "--head-output", "12", "--negative-choice",
          "hardest",
        ]),
    ]

    @Test("The losses of 40 reproducible steps are those of before", arguments: trainings, [0, 2, 4])
    func reproducible(_ training: Training, ranks: Int) throws {
      guard ranks == 0 || !GoldenLosses.isRecording else { return }
      let data = try Fixtures.data().copy()
      if training.hasVectors {
        for (split, name) in ["train", "dev", "test"].enumerated() {
          let count = SyntheticDataset.captionsPerImage * (split == 0 ? 60 : 20)
          try data.writeFeatures(SyntheticDataset.features(count, split: 20 + split), to: "\(name)_sents.npy")
        }
      }
      let run = RunFiles(path: Workplace.freePath())
      let settings = ["--reproducible", "--max-steps", "40", "--dev-images", "3"] + training.settings
      try Fixtures.trained(
        Fixtures.train(data: data.path, run: run.path, epochs: 3, settings, ranks: ranks))
      try GoldenLosses.expect(run.losses(), of: training.testDescription)
    }
  }
}
