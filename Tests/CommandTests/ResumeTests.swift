import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Resuming")
  struct ResumeTests {
    /// Settings under which a step depends on most of what came before.
    private static let settings = [
      "--schedule", "cosine", "--warmup-steps", "4", "--clip-norm", "0.5", "--weight-decay", "0.001",
    ]

    private static func train(
      _ run: RunFiles, _ more: [String] = [], ranks: Int, stops: [Int] = []
    ) throws {
      for stop in stops {
        let limit = ["--max-steps", String(stop)]
        try Fixtures.trained(Fixtures.train(run: run.path, settings + more + limit, ranks: ranks))
      }
      try Fixtures.trained(Fixtures.train(run: run.path, settings + more, ranks: ranks))
    }

    private static func expectSameState(
      _ one: RunFiles, _ other: RunFiles, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let newest = try one.newest()
      #expect(try other.newest() == newest, sourceLocation: sourceLocation)
      for file in ["model.safetensors", "optimizer.safetensors", "inputs.safetensors", "vocabulary.txt"] {
        #expect(
          try one.bytes(file, of: newest) == other.bytes(file, of: newest), "\(file)",
          sourceLocation: sourceLocation)
      }
      #expect(try one.losses() == other.losses(), sourceLocation: sourceLocation)
      let numbers = try other.steps().compactMap { $0["step"] as? Int }
      #expect(numbers == Array(1...30), sourceLocation: sourceLocation)
    }

    @Test(
      "A run that stopped within epochs ends with the very bytes of one that never stopped",
      arguments: [0, 2])
    func stopping(ranks: Int) throws {
      let (whole, stopped) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      try Self.train(whole, ranks: ranks)
      try Self.train(stopped, ranks: ranks, stops: [7, 15, 22])
      try Self.expectSameState(whole, stopped)
    }

    @Test(
      "A run whose newest checkpoints were lost or damaged goes on from the one before, to the same end",
      arguments: [0, 2])
    func lostCheckpoint(ranks: Int) throws {
      let (whole, crashed) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      let often = ["--checkpoint-steps", "5", "--keep-checkpoints", "3"]
      try Self.train(whole, often, ranks: ranks)
      let limit = ["--max-steps", "13"]
      try Fixtures.trained(Fixtures.train(run: crashed.path, Self.settings + often + limit, ranks: ranks))
      #expect(try crashed.checkpoints() == ["step-00000005", "step-00000010", "step-00000013"])
      try FileManager.default.removeItem(atPath: "\(crashed.path)/checkpoints/step-00000013")
      try crashed.damage("optimizer.safetensors", of: "step-00000010")
      let outcome = try Fixtures.trained(
        Fixtures.train(run: crashed.path, Self.settings + often, ranks: ranks))
      #expect(outcome.errors.contains("passed over the checkpoint step-00000010"), "\(outcome)")
      #expect(outcome.errors.contains("resumed at step 5"), "\(outcome)")
      try Self.expectSameState(whole, crashed)
    }

    @Test("A run goes on with another number of ranks, with the same losses but for rounding")
    func otherRanks() throws {
      let (whole, stopped) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      try Self.train(whole, ranks: 0)
      let limit = ["--max-steps", "11"]
      try Fixtures.trained(Fixtures.train(run: stopped.path, Self.settings + limit, ranks: 3))
      try Self.train(stopped, ranks: 2)
      #expect(try largestDifference(whole.losses(), stopped.losses()) < 1e-5)
    }

    @Test("A stop within an epoch costs no patience")
    func patience() throws {
      let (whole, stopped) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      let settings = ["--patience", "1", "--learning-rate", "0.1"]
      try Fixtures.trained(Fixtures.train(run: whole.path, epochs: 12, settings))
      for limit in [["--max-steps", "17"], ["--max-steps", "19"], []] {
        try Fixtures.trained(Fixtures.train(run: stopped.path, epochs: 12, settings + limit))
      }
      #expect(try stopped.losses() == whole.losses())
    }

    @Test("What is known of the best epoch is the same before and after a stop within the next")
    func bestEpoch() throws {
      let run = RunFiles(path: Workplace.freePath())
      try Fixtures.trained(Fixtures.train(run: run.path, ["--max-steps", "17"]))
      #expect(try run.checkpoints() == ["step-00000015", "step-00000017"])
      let known = try run.checkpoints().map { name in
        let record = try jsonObject(String(decoding: run.bytes("run.json", of: name), as: UTF8.self))
        let progress = try #require(record["progress"] as? [String: Any])
        return try ["bestScore", "bestEpoch", "epochsSinceBest"].map { key in
          try #require(progress[key] as? Double)
        }
      }
      #expect(known[0] == known[1] && known[0][0] > 0 && known[0][1] == 1)
    }

    @Test("The same command on a finished run says so and changes nothing", arguments: [0, 2])
    func finished(ranks: Int) throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      let before = try run.snapshot()
      let outcome = try expectSuccess(Fixtures.train(run: run.path, epochs: 10, ranks: ranks))
      #expect(outcome.errors.contains("nothing left to do after step 150"), "\(outcome)")
      #expect(outcome.errors.contains("raise --epochs for more"), "\(outcome)")
      #expect(try run.snapshot() == before)
    }

    @Test("A finished run goes on when it is given more epochs")
    func moreEpochs() throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      let outcome = try expectSuccess(Fixtures.train(run: run.path, epochs: 11, ranks: 2))
      #expect(outcome.errors.contains("resumed at step 150"), "\(outcome)")
      #expect(try run.losses().count == 165)
    }

    @Test("Another setting is refused by its name with both values", arguments: [0, 2])
    func otherSetting(ranks: Int) throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      let before = try run.snapshot()
      try expectOneMessage(
        .configuration, [run.path, "--margin 0.2 instead of 0.05", "another --run"],
        of: Fixtures.train(run: run.path, epochs: 11, ["--margin", "0.2"], ranks: ranks))
      #expect(try run.snapshot() == before)
    }
  }
}
