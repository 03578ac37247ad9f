import Failures
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("tbn-dist inspect")
  struct InspectTests {
    private func inspect(_ path: String, ranks: Int = 0) throws -> Launch.Outcome {
      try Launch(arguments: ["inspect", path], ranks: ranks).run()
    }

    @Test("A data set: each split with its files and counts, and no problems", arguments: [0, 2])
    func dataset(ranks: Int) throws {
      let outcome = try inspect(try Fixtures.data().path, ranks: ranks)
      #expect(outcome.status == 0, "\(outcome)")
      for phrase in [
        "split train", "train_ims.npy: 60 x 16 float32", "300 captions", "split dev", "no problems",
      ] {
        #expect(outcome.output.components(separatedBy: phrase).count == 2, "\(phrase)\n\(outcome)")
      }
    }

    @Test("A bad data set: every problem, and status 2", arguments: [0, 2])
    func badDataset(ranks: Int) throws {
      let data = try Fixtures.data().copy()
      var rows = SyntheticDataset.features(60, split: 0)
      rows[17][3] = .nan
      try data.writeFeatures(rows, to: "train_ims.npy")
      try data.write(Array(try data.lines(of: "dev_caps.txt").dropLast()), to: "dev_caps.txt")
      let outcome = try inspect(data.path, ranks: ranks)
      #expect(outcome.status == 2 && !outcome.timedOut, "\(outcome)")
      for phrase in ["2 problems", "row 17 holds nan in column 3", "99 captions for 20 rows"] {
        #expect(outcome.output.components(separatedBy: phrase).count == 2, "\(phrase)\n\(outcome)")
      }
    }

    @Test("Regions and phrases: counts, faults as warnings with status 0, problems with status 2")
    func localization() throws {
      let directory = try TemporaryDirectory()
      try directory.write([[1, 2], [3, 4]], to: "dev_regions.npy")
      try directory.write([[0, 0, 10, 10], [5, 5, 20, 20]], to: "dev_boxes.npy")
      try directory.write([[0], [0]], to: "dev_region_images.npy")
      try directory.write([[20, 20]], to: "dev_image_sizes.npy")
      try directory.write(
        #"{"image": 0, "phrase": "a dog", "boxes": [[0, 0, 10, 9]]}"# + "\nno object\n",
        to: "dev_phrases.jsonl")
      let outcome = try inspect(directory.path)
      #expect(outcome.status == 0, "\(outcome)")
      for phrase in [
        "split dev of regions and phrases", "1 images, 2 regions, 2 regions an image", "1 phrases with a box",
        "0.6 or more: 100.0 %", "warning: \(directory.path)/dev_phrases.jsonl, line 2:", "1 line left out",
        "1 warning",
      ] {
        #expect(outcome.output.contains(phrase), "\(phrase)\n\(outcome)")
      }
      try directory.write([[0], [1]], to: "dev_region_images.npy")
      let refused = try inspect(directory.path)
      #expect(refused.status == 2 && refused.output.contains("1 problem"), "\(refused)")
      #expect(refused.output.contains("dev_region_images.npy: row 1 holds 1.0"), "\(refused)")
    }

    @Test("A run: its newest checkpoint, tensors, settings and which is best")
    func run() throws {
      let run = RunFiles(path: try Fixtures.run())
      let outcome = try inspect(run.path)
      #expect(outcome.status == 0, "\(outcome)")
      for phrase in [
        "run \(run.path)", "step 150, epoch 10, batch 0", "image_branch.fc1.weight  F32  [32, 16]",
        "  hidden: 32",
        "best checkpoint: \(try run.best())", "best dev score",
      ] {
        #expect(outcome.output.contains(phrase), "\(phrase)\n\(outcome)")
      }
    }

    @Test("A run with a damaged checkpoint: what is damaged, what is good, and status 2")
    func damagedRun() throws {
      let run = RunFiles(path: try Fixtures.copyOfRun())
      let names = try run.checkpoints()
      for name in Set([try run.newest(), try run.best()]) {
        try run.damage("optimizer.safetensors", of: name)
      }
      let outcome = try inspect(run.path)
      #expect(outcome.status == 2 && outcome.messages.isEmpty, "\(outcome)")
      let damage =
        "damaged: \(try run.newest()): \(run.path)/checkpoints/\(try run.newest())/optimizer.safetensors"
      #expect(outcome.output.contains("\(damage): checksum"), "\(outcome)")
      #expect(outcome.output.contains("best checkpoint cannot be used"), "\(outcome)")
      let good = try #require(names.last { ![try run.newest(), try run.best()].contains($0) })
      #expect(outcome.output.contains("checkpoint \(good): step"), "\(outcome)")
    }

    @Test("A checkpoint and single files")
    func files() throws {
      let run = RunFiles(path: try Fixtures.run())
      let checkpoint = "\(run.path)/checkpoints/\(try run.newest())"
      #expect(try inspect(checkpoint).output.contains("checkpoint step-00000150: step 150, epoch 10"))
      #expect(try inspect("\(checkpoint)/model.safetensors").output.contains("18 tensors"))
      let array = try inspect(try Fixtures.data().file("train_ims.npy"))
      #expect(array.status == 0 && array.output.contains("[60, 16]"), "\(array)")
      #expect(array.output.contains("no NaN, no infinity"), "\(array)")
    }

    @Test("An array with NaN is a problem: status 2")
    func badArray() throws {
      let data = try Fixtures.data().copy()
      try data.writeFeatures([[1, 2], [3, .nan]], to: "train_ims.npy")
      let outcome = try inspect(data.file("train_ims.npy"))
      #expect(outcome.status == 2, "\(outcome)")
      #expect(outcome.output.contains("row 1 holds nan in column 1"), "\(outcome)")
    }

    @Test("What is nothing this program knows gives one message")
    func refusals() throws {
      let text = try Workplace.write("hello", named: "notes.txt")
      let array = try Workplace.write("hello", named: "notes.npy")
      let tensors = try Workplace.write("hello", named: "notes.safetensors")
      let cases: [(Failures.ExitStatus, String, String)] = [
        (.noInput, "/nowhere", "no such file or directory"),
        (.badData, text, "not a file this program knows"),
        (.badData, array, "not an npy file"), (.badData, tensors, "expected a safetensors file"),
        (.noInput, try Workplace.makeDirectory(), "no split of a data set"),
      ]
      for (status, path, phrase) in cases {
        try expectOneMessage(status, [path, phrase], of: Launch(arguments: ["inspect", path]))
      }
    }
  }
}
