import Foundation
import TestSupport
import Testing

extension LocalizationCommandTests {
  @Suite("Settings and commands of the two tasks")
  struct UsageTests {
    private let data: MenagerieFiles

    init() throws {
      data = try MenagerieFiles(.plain)
    }

    @Test("Commands of the other task refuse a run and name their own", arguments: [0, 2])
    func otherTask(ranks: Int) throws {
      try data.train("regions", ["--max-steps", "1"]).expectSuccess()
      for arguments in [["evaluate", data.file("regions")], ["search", data.file("regions"), "a red dog"]] {
        try Launch(arguments: arguments, ranks: ranks).expectOneMessage(
          .usage,
          ["this run was trained for localization, not for retrieval", "'tbn-dist localize'"])
      }
      try trainOnImages("images")
      try data.localize("images", ranks: ranks).expectOneMessage(
        .usage, ["this run was trained for retrieval, not for localization", "'tbn-dist evaluate'"])
    }

    /// Regions as images, with a caption each.
    private func trainOnImages(_ run: String) throws {
      let photos = data.train.photos
      try data.write(photos.flatMap(\.features), to: "train_ims.npy")
      let captions = photos.flatMap { photo in photo.features.indices.map { "region \($0) of \(photo.id)\n" }
      }
      try data.write(captions.joined(), to: "train_caps.txt")
      try Launch(arguments: [
        "train", "--data", data.path, "--run", data.file(run), "--hidden", "8", "--embedding", "4",
        "--batch-images", "20", "--max-steps", "1",
      ]).expectSuccess()
    }

    @Test("A run of one task is not resumed as one of the other")
    func otherTaskResumed() throws {
      try data.train("regions", ["--max-steps", "1"]).expectSuccess()
      try trainOnImages("images")
      try data.train("images", ["--max-steps", "2"], ranks: 2).expectOneMessage(
        .configuration, ["--task localization instead of retrieval"])
    }

    @Test(
      "A dry run shows the task's defaults, what outranks them, and the sizes of the first batch",
      arguments: [0, 2])
    func dryRun(ranks: Int) throws {
      let file = data.file("settings.yaml")
      try data.write("task: localization\nmargin: 0.25\ntop-violations: 7\n", to: "settings.yaml")
      let outcome = try Launch(
        arguments: [
          "train", "--dry-run", "--config", file, "--data", data.path, "--epochs", "3", "--run",
          data.file("run"),
        ], ranks: ranks
      ).expectSuccess()
      #expect(!FileManager.default.fileExists(atPath: data.file("run")))
      let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
      let texts = Set(data.train.photos.flatMap { $0.phrases.map { $0.text.lowercased() } })
      for line in [
        "task localization \(file), line 1", "margin 0.25 \(file), line 2",
        "top-violations 7 \(file), line 3",
        "epochs 3 command line", "hidden 2048 default",
        "batch-images 20 default of --task localization",
        "negative-scope neighborhood-first default of --task localization",
        "negative-sides images default of --task localization",
        "weight-image-neighbors 0.1 default of --task localization",
        "weight-sentence-neighbors 0.1 default of --task localization",
        "schedule constant default of --task localization",
        "selection recall-at-1 default of --task localization",
        "training split 32 photos, 240 phrases of \(texts.count) texts, 434 regions",
        "global batch 15 photos, 120 phrases, 150 regions (the first one)", "steps an epoch 2", "steps 6",
      ] {
        #expect(lines.count { $0 == line } == 1, "\(line)\n\(outcome)")
      }
    }

    @Test(
      "Limits of the overlaps that leave nothing between or no negatives are refused",
      arguments: [
        ["--negative-overlap", "0"], ["--negative-overlap", "0.7"], ["--positive-overlap", "1.1"],
        ["--positive-overlap", "nan"],
      ])
    func overlaps(settings: [String]) throws {
      try data.train("run", settings, ranks: 2).expectOneMessage(
        .usage, ["--negative-overlap is ", " and --positive-overlap "])
    }
  }
}
