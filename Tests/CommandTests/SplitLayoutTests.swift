import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Splits by name, and images by ids or a number")
  struct SplitLayoutTests {
    private let run = RunFiles(path: Workplace.freePath())

    private func evaluate(_ more: [String]) throws -> Launch.Outcome {
      try Launch(arguments: ["evaluate", run.path, "--json"] + more).expectSuccess()
    }

    private func imageCount(_ outcome: Launch.Outcome) throws -> Int? {
      try jsonObject(outcome.output)["images"] as? Int
    }

    @Test("Another split chooses the best checkpoint when it is named, and is named when it is not read")
    func namedSplits() throws {
      let data = try Fixtures.data().copy()
      for file in ["ims.npy", "caps.txt", "ids.txt"] {
        try FileManager.default.moveItem(atPath: data.file("dev_\(file)"), toPath: data.file("val_\(file)"))
      }
      let silent = try Fixtures.trained(
        Fixtures.train(data: data.path, run: Workplace.freePath(), epochs: 1))
      #expect(silent.errors.contains("not read: splits test, val; no dev split"), "\(silent)")
      #expect(silent.errors.contains("warning: there is no split 'dev'"), "\(silent)")
      let planned = try Fixtures.train(data: data.path, run: Workplace.freePath(), ["--dry-run"])
        .expectSuccess()
      #expect(planned.errors.contains("warning: there is no split 'dev'"), "\(planned)")
      let named = ["--dev-split", "val", "--train-split", "train"]
      let outcome = try Fixtures.trained(
        Fixtures.train(data: data.path, run: run.path, epochs: 1, named, ranks: 2))
      #expect(outcome.errors.contains("epoch 1  val mean recall "), "\(outcome)")
      #expect(try run.metrics().contains { $0["split"] as? String == "val" })
      try Fixtures.train(data: data.path, run: run.path, epochs: 2, ranks: 2).expectOneMessage(
        .configuration, ["--dev-split dev instead of val"])
      for (setting, name) in [("--dev-split", "valid"), ("--train-split", "training")] {
        try Fixtures.train(data: data.path, run: Workplace.freePath(), [setting, name], ranks: 2)
          .expectOneMessage(
            .noInput, ["no split '\(name)'", "one of the splits test, train, val"])
      }
    }

    /// Pairs of which every third picture could not be fetched, in the order of the files or those first.
    private func writePairs(_ data: SyntheticDataset, _ name: String, sorted: Bool) throws -> [String] {
      var rows = SyntheticDataset.features(60, split: 3)
      for row in stride(from: 0, to: 60, by: 3) { rows[row] = rows[row].map { _ in 0 } }
      let captions = (0..<60).map { "a \(SyntheticDataset.topics[$0 % 12]) noise\($0 % 20)" }
      let order = sorted ? (0..<60).sorted { ($0 % 3, $0) < ($1 % 3, $1) } : Array(0..<60)
      try data.writeFeatures(order.map { rows[$0] }, to: "\(name)_ims.npy")
      try data.write(order.map { captions[$0] }, to: "\(name)_caps.txt")
      return order.map { "\($0).jpg" }
    }

    @Test("Pairs are as many images in every order, with ids and without; a guess is told")
    func pairs() throws {
      let data = try Fixtures.data().copy()
      try Fixtures.trained(Fixtures.train(data: data.path, run: run.path, epochs: 1))
      for (name, sorted) in [("mixed", false), ("sorted", true)] {
        let ids = try writePairs(data, name, sorted: sorted)
        let guessed = try evaluate(["--split", name])
        #expect(try imageCount(guessed) == 60)
        #expect(guessed.errors.contains("60 images, one row and one caption each") == sorted, "\(guessed)")
        try data.write(ids, to: "\(name)_ids.txt")
        let named = try evaluate(["--split", name])
        #expect(try imageCount(named) == 60 && named.errors.isEmpty, "\(named)")
        #expect(named.output == guessed.output)
      }
    }

    @Test("A number of captions an image belongs to the run, and a command may have its own")
    func captionsPerImage() throws {
      let data = try Fixtures.data().copy()
      // An image's rows differ a little, and nothing names the images.
      for (number, (name, images)) in [("train", 60), ("dev", 20), ("test", 20)].enumerated() {
        let rows = SyntheticDataset.features(images, split: number).flatMap { row in
          (0..<5).map { crop in row.map { $0 + Float(crop) * 1e-4 } }
        }
        try data.writeFeatures(rows, to: "\(name)_ims.npy")
        try data.remove("\(name)_ids.txt")
      }
      let settings = ["--captions-per-image", "5"]
      let outcome = try Fixtures.trained(
        Fixtures.train(data: data.path, run: run.path, epochs: 1, settings, ranks: 2))
      #expect(outcome.errors.contains("60 images, 300 captions"), "\(outcome)")
      #expect(outcome.errors.contains("split train: 60 of 60 images have rows that differ"), "\(outcome)")
      #expect(try imageCount(evaluate([])) == 20)
      #expect(try imageCount(evaluate(["--captions-per-image", "2"])) == 50)
      let found = try Launch(arguments: ["search", run.path, "harbor", "--captions-per-image", "4"])
        .expectSuccess()
      #expect(found.lines.first?.hasSuffix("nearest of 25 images of test") == true, "\(found)")
      let inspected = try Launch(arguments: ["inspect", data.path] + settings).expectSuccess()
      #expect(inspected.lines.contains("  60 images, 5 captions an image, one row a caption"), "\(inspected)")
      try Fixtures.train(data: data.path, run: run.path, ranks: 2).expectOneMessage(
        .configuration, ["--captions-per-image 0 instead of 5"])
      try Launch(arguments: ["evaluate", run.path, "--captions-per-image=-1"]).expectOneMessage(
        .usage, ["--captions-per-image is -1"])
    }

    @Test("An image is found by its id with or without its ending, white space aside")
    func idOfAnImage() throws {
      let data = try Fixtures.data().copy()
      try data.write((0..<20).map { " \($0).jpg " }, to: "test_ids.txt")
      for id in ["3.jpg", "3"] {
        let found = try Launch(
          arguments: ["search", try Fixtures.run(), "--image", id, "--data", data.path, "-k", "1"]
        ).expectSuccess()
        #expect(found.lines.first == "image \(id): nearest of 100 captions of test", "\(found)")
      }
    }

    @Test("Inspecting reads the other numbers of a data set, and says what is no data set's report in JSON")
    func otherNumbers() throws {
      let directory = try Workplace.makeDirectory()
      let path = "\(directory)/train_region_images.npy"
      let header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }"
      let padded = header.padding(toLength: 117, withPad: " ", startingAt: 0) + "\n"
      let bytes =
        [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + [UInt8](repeating: 0, count: 16)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let outcome = try Launch(arguments: ["inspect", path]).expectSuccess()
      #expect(outcome.lines == ["\(path): [2, 1] of <i8", "no NaN, no infinity"])
      try Launch(arguments: ["inspect", path, "--json"]).expectOneMessage(.usage, ["--json is for data sets"])
      let json = try Launch(arguments: ["inspect", Fixtures.data().path, "--json"]).expectSuccess()
      #expect(try jsonObject(json.output)["problems"] as? [String] == [], "\(json)")
    }
  }
}
