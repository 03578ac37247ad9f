import Checkpoints
import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("The data of a resumed run")
  struct ResumedDataTests {
    /// What somebody did to a data set while its run was stopped.
    struct Change: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let apply: @Sendable (SyntheticDataset) throws -> Void

      init(_ description: String, _ apply: @escaping @Sendable (SyntheticDataset) throws -> Void) {
        (testDescription, self.apply) = (description, apply)
      }
    }

    static let changes = [
      Change("train_ims.npy is not what it was") { data in
        var rows = SyntheticDataset.features(60, split: 0)
        rows[31][9] = 100
        try data.writeFeatures(rows, to: "train_ims.npy")
      },
      Change("train_caps.txt is not what it was") { data in
        var captions = try data.lines(of: "train_caps.txt")
        captions[8] = "a \(SyntheticDataset.topics[2]) with noise1 noise2"
        try data.write(captions, to: "train_caps.txt")
      },
      Change("train_ids.txt is not there, and was") { try $0.remove("train_ids.txt") },
      Change("dev_ims.npy is not what it was") { data in
        try data.writeFeatures(SyntheticDataset.features(20, split: 5), to: "dev_ims.npy")
      },
      Change("dev_ims.npy is not there, and was") { data in
        for file in ["dev_ims.npy", "dev_caps.txt", "dev_ids.txt"] { try data.remove(file) }
      },
      Change("train_sents.npy is there now, and was not") { data in
        for (name, count) in [("train", 300), ("dev", 100)] {
          try data.writeFeatures(SyntheticDataset.features(count, split: 0), to: "\(name)_sents.npy")
        }
      },
    ]

    @Test("A file that changed is named, and the run stays as it is", arguments: changes, [0, 2])
    func changed(_ change: Change, ranks: Int) throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      let data = try Fixtures.data().copy()
      try change.apply(data)
      let before = try run.snapshot()
      try expectOneMessage(
        .configuration, [run.path, "\(change.testDescription) when this run began", "another --run"],
        of: Fixtures.train(data: data.path, run: run.path, epochs: 11, ranks: ranks))
      #expect(try run.snapshot() == before)
    }

    @Test("A run from before digests were kept goes on with a warning, and keeps them from then on")
    func olderRun() throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      try run.rewriteNewest { try FileManager.default.removeItem(atPath: "\($0)/data.json") }
      let outcome = try expectSuccess(Fixtures.train(run: run.path, epochs: 11))
      #expect(outcome.errors.contains("warning: \(run.path): this run was begun by a version"), "\(outcome)")
      #expect(try run.bytes("data.json", of: run.newest()) == Data(contentsOf: Self.digests()))
    }

    private static func digests() throws -> URL {
      let run = RunFiles(path: try Fixtures.run())
      return URL(fileURLWithPath: "\(run.path)/checkpoints/\(try run.newest())/data.json")
    }

    @Test(
      "What was fitted to the training split comes from the checkpoint and is not fitted again",
      arguments: [0, 2])
    func fitted(ranks: Int) throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      // One weight of the vocabulary, behind the header and the image side's means and scales.
      try run.rewriteNewest { directory in
        let file = URL(fileURLWithPath: "\(directory)/inputs.safetensors")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 4] ^= 1
        try bytes.write(to: file)
      }
      let kept = try run.bytes("inputs.safetensors", of: run.newest())
      try expectSuccess(Fixtures.train(run: run.path, epochs: 11, ranks: ranks))
      #expect(try run.newest() == "step-00000165")
      #expect(try run.bytes("inputs.safetensors", of: run.newest()) == kept)
    }
  }
}

extension RunFiles {
  /// Changes the files of the newest checkpoint, and writes it anew as a whole one.
  func rewriteNewest(_ change: (_ directory: String) throws -> Void) throws {
    let (name, checkpoints) = (try newest(), CheckpointDirectory(path: "\(path)/checkpoints"))
    let source = "\(path)/checkpoints/\(name)"
    try checkpoints.write(name) { directory in
      for file in try FileManager.default.contentsOfDirectory(atPath: source) where file != "manifest.json" {
        try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: "\(directory)/\(file)")
      }
      try change(directory)
    }
  }
}
