import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Evaluations on dev while a run trains")
  struct DevEvaluationTests {
    private let run = RunFiles(path: Workplace.freePath())

    private func epochs(_ run: RunFiles) throws -> [Int] {
      try run.metrics().filter { $0["evaluation"] != nil }.compactMap { $0["epoch"] as? Int }
    }

    private func record(_ run: RunFiles) throws -> [String: Any] {
      let text = String(decoding: try run.bytes("run.json", of: run.newest()), as: UTF8.self)
      return try #require(try jsonObject(text)["progress"] as? [String: Any])
    }

    @Test(
      "Only every so many epochs and the last one are scored; each epoch has its checkpoint",
      arguments: [0, 2])
    func every(ranks: Int) throws {
      let settings = ["--evaluate-every", "2", "--keep-checkpoints", "9"]
      let outcome = try Fixtures.trained(
        Fixtures.train(run: run.path, epochs: 5, settings, ranks: ranks))
      #expect(try epochs(run) == [2, 4, 5])
      #expect(try run.checkpoints() == (1...5).map { String(format: "step-%08d", 15 * $0) })
      let best = try #require(try record(run)["bestEpoch"] as? Int)
      #expect([2, 4, 5].contains(best))
      #expect(try run.best() == String(format: "step-%08d", 15 * best))
      #expect(
        outcome.errors.contains("epoch 4  dev mean recall ") && !outcome.errors.contains("epoch 3  dev"))
    }

    @Test("A run that stops after epochs without an evaluation ends as one that never stopped")
    func stopping() throws {
      let whole = RunFiles(path: Workplace.freePath())
      let settings = ["--evaluate-every", "2", "--patience", "1", "--learning-rate", "0.1"]
      try Fixtures.trained(Fixtures.train(run: whole.path, epochs: 11, settings))
      for limit in [["--max-steps", "15"], ["--max-steps", "37"], ["--max-steps", "45"], []] {
        try Fixtures.trained(Fixtures.train(run: run.path, epochs: 11, settings + limit))
      }
      #expect(try run.losses() == whole.losses())
      var (found, expected) = (try record(run), try record(whole))
      // One of the additional evaluations may be the best.
      for key in ["best"] { (found[key], expected[key]) = (nil, nil) }
      #expect(NSDictionary(dictionary: found) == NSDictionary(dictionary: expected))
      let newest = try whole.newest()
      #expect(try run.bytes("model.safetensors", of: newest) == whole.bytes("model.safetensors", of: newest))
      // Those where the run was stopped are told, and count for nothing.
      #expect(try Set(epochs(run)).isSuperset(of: epochs(whole)) && epochs(run).contains(1))
    }

    @Test(
      "Stops within epochs again and again: the best of all evaluations is kept, and all that tell it agree")
    func bestOfAll() throws {
      var last = ""
      for limit in [4, 18, 24, 33, 37, 41, 47] {
        let settings = ["--max-steps", "\(limit)", "--learning-rate", "0.05", "--keep-checkpoints", "1"]
        last = try Fixtures.trained(Fixtures.train(run: run.path, epochs: 11, settings)).errors
      }
      let scores = try run.metrics().compactMap { entry -> (step: Int, score: Double)? in
        guard let evaluation = entry["evaluation"] as? [String: Any] else { return nil }
        return try (
          #require(entry["step"] as? Int), #require(evaluation["mean_recall"] as? Double)
        )
      }
      let best = try #require(
        scores.max { $0.score < $1.score || ($0.score == $1.score && $0.step > $1.step) })
      #expect(scores.count > 7 && scores.contains { $0.score < best.score })
      let name = String(format: "step-%08d", best.step)
      #expect(try run.best() == name && run.checkpoints().contains(name))
      let text = String(format: "%.2f at step %d", best.score, best.step)
      #expect(last.contains("best dev mean recall \(text)\n"), "\(last)")
      let inspected = try expectSuccess(Launch(arguments: ["inspect", run.path])).output
      #expect(inspected.contains("best dev score so far: \(text)\n"), "\(inspected)")
      #expect(inspected.contains("best checkpoint: \(name)\n"), "\(inspected)")
      let kept = try expectSuccess(Launch(arguments: ["evaluate", run.path, "--split", "dev", "--json"]))
      #expect(try jsonObject(kept.output)["mean_recall"] as? Double == best.score)
    }

    @Test("A best checkpoint whose job was killed before it was named so is named on resumption")
    func unnamed() throws {
      try Fixtures.trained(Fixtures.train(run: run.path, epochs: 3))
      let name = try run.newest()
      let progress = try record(run)
      let best = try #require(progress["best"] as? [String: Any])
      try #require(best["step"] as? Int == 45, "the last epoch is the best of this run")
      try Data("step-00000015\n".utf8).write(to: URL(fileURLWithPath: "\(run.path)/checkpoints/best"))
      try Fixtures.trained(Fixtures.train(run: run.path, epochs: 4, ["--max-steps", "45"]))
      #expect(try run.best() == name)
    }

    @Test("Patience counts evaluations, not epochs")
    func patience() throws {
      let settings = ["--evaluate-every", "3", "--patience", "1", "--learning-rate", "0"]
      let outcome = try Fixtures.trained(Fixtures.train(run: run.path, epochs: 20, settings))
      // Nothing is learnt: the second evaluation is no better than the first.
      #expect(try epochs(run) == [3, 6] && run.losses().count == 90, "\(outcome)")
      let again = try Fixtures.trained(Fixtures.train(run: run.path, epochs: 20, settings))
      #expect(again.errors.contains("evaluations on dev without a better score: 1"), "\(again)")
    }

    @Test(
      "The first images of dev alone are scored, as if there were no others, and that is said",
      arguments: [0, 2])
    func firstImages(ranks: Int) throws {
      let outcome = try Fixtures.trained(
        Fixtures.train(run: run.path, epochs: 1, ["--dev-images", "7"], ranks: ranks))
      #expect(outcome.errors.contains("epoch 1  dev (first 7 images) mean recall "), "\(outcome)")
      #expect(outcome.errors.contains("best dev (first 7 images) mean recall "), "\(outcome)")
      let line = try #require(try run.metrics().last)
      #expect(line["first_images"] as? Int == 7)
      let logged = try #require(line["evaluation"] as? [String: Any])
      #expect(logged["images"] as? Int == 7 && logged["captions"] as? Int == 35)

      let data = try Fixtures.data().copy()
      try data.writeFeatures(Array(SyntheticDataset.features(20, split: 1).prefix(7)), to: "dev_ims.npy")
      try data.write(Array(try data.lines(of: "dev_caps.txt").prefix(35)), to: "dev_caps.txt")
      try data.remove("dev_ids.txt")
      let alone = try expectSuccess(
        Launch(arguments: ["evaluate", run.path, "--data", data.path, "--split", "dev", "--json"]))
      let expected = try #require(try jsonObject(alone.output)["mean_recall"] as? Double)
      #expect(logged["mean_recall"] as? Double == expected)
    }

    @Test("More images than dev has are all of them; scores of others are not compared")
    func allImages() throws {
      let outcome = try Fixtures.trained(Fixtures.train(run: run.path, epochs: 1, ["--dev-images", "20"]))
      #expect(outcome.errors.contains("epoch 1  dev mean recall "), "\(outcome)")
      #expect(try run.metrics().last?["first_images"] == nil)
      try expectOneMessage(
        .configuration, ["--dev-images 5 instead of 20"],
        of: Fixtures.train(run: run.path, epochs: 2, ["--dev-images", "5"]))
    }
  }
}
