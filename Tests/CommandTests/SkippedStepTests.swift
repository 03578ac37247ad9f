import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Steps whose loss or gradient is not finite")
  struct SkippedStepTests {
    /// The image whose features are finite and too large to be multiplied.
    private static let image = 7

    private static func data() throws -> SyntheticDataset {
      let data = try Fixtures.data().copy()
      var rows = SyntheticDataset.features(60, split: 0)
      rows[image] = rows[image].map { $0 * 1e38 }
      try data.writeFeatures(rows, to: "train_ims.npy")
      return data
    }

    private static func launch(
      _ data: SyntheticDataset, _ run: RunFiles, _ more: [String] = [], ranks: Int
    ) throws -> Launch {
      let settings = ["--image-preparation", "none", "--batch-images", "10"]
      return try Fixtures.train(data: data.path, run: run.path, epochs: 3, settings + more, ranks: ranks)
    }

    @Test("Such a batch changes nothing, is counted and written down; the run goes on", arguments: [0, 2])
    func skipped(ranks: Int) throws {
      let (data, run) = (try Self.data(), RunFiles(path: Workplace.freePath()))
      let outcome = try expectSuccess(Self.launch(data, run, ranks: ranks))
      let entries = try run.metrics().filter { $0["skipped"] != nil }
      #expect(!entries.isEmpty)
      for (number, entry) in entries.enumerated() {
        let images = try #require(entry["images"] as? [Int])
        #expect(images.contains(Self.image) && images.count == 10, "\(entry)")
        #expect((entry["texts"] as? [Int])?.count == 20, "\(entry)")
        #expect(entry["skipped_steps"] as? Int == number + 1, "\(entry)")
        let step = try #require(entry["step"] as? Int)
        #expect(outcome.errors.contains("step \(step) is skipped: "), "\(outcome)")
      }
      // Every caption is an anchor once an epoch, and so is each of the image's five.
      #expect(entries.count >= 3 * 5)
      #expect(try run.steps().count + entries.count == 3 * 30)
      #expect(try run.losses().allSatisfy { $0.isFinite } && run.losses().last ?? 9 < run.losses()[0])
    }

    @Test("A run that stops among such steps ends with the very bytes of one that never stopped")
    func resumed() throws {
      let data = try Self.data()
      let (whole, stopped) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      try Fixtures.trained(Self.launch(data, whole, ranks: 0))
      for limit in [["--max-steps", "11"], ["--max-steps", "40"], []] {
        try Fixtures.trained(Self.launch(data, stopped, limit, ranks: 0))
      }
      for file in ["model.safetensors", "optimizer.safetensors"] {
        #expect(
          try stopped.bytes(file, of: stopped.newest()) == whole.bytes(file, of: whole.newest()), "\(file)")
      }
    }

    @Test("Without a checkpoint none is called good")
    func divergedAtOnce() throws {
      let run = RunFiles(path: Workplace.freePath())
      let outcome = try Fixtures.train(run: run.path, ["--learning-rate", "1e30", "--weight-decay", "0"])
        .run()
      let message = try #require(outcome.messages.first)
      #expect(message.contains("steps in a row") && !message.contains("checkpoints are good"), "\(outcome)")
      #expect(try run.checkpoints() == [])
    }

    @Test("Ten in a row end the run; its checkpoints stay whole", arguments: [0, 2])
    func diverged(ranks: Int) throws {
      let run = RunFiles(path: Workplace.freePath())
      let settings = ["--learning-rate", "1e30", "--weight-decay", "0", "--checkpoint-steps", "1"]
      try expectOneMessage(
        .software,
        [
          run.path, "10 steps in a row up to step", "are skipped: ", "the checkpoints are good",
          "--learning-rate",
        ],
        of: Fixtures.train(run: run.path, epochs: 100, settings, ranks: ranks))
      let entries = try run.metrics().suffix(10)
      #expect(entries.count == 10 && entries.allSatisfy { $0["skipped"] != nil })
      let inspection = try expectSuccess(Launch(arguments: ["inspect", run.path]))
      #expect(!inspection.output.contains("damaged"), "\(inspection)")
    }
  }
}
