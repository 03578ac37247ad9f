import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("tbn-dist evaluate")
  struct EvaluateTests {
    private let run: RunFiles

    init() throws {
      run = RunFiles(path: try Fixtures.run())
    }

    @Test("--json is one object of known keys, and finds most of what was learnt")
    func json() throws {
      let outcome = try expectSuccess(Launch(arguments: ["evaluate", run.path, "--json"]))
      #expect(outcome.lines.count == 1)
      let report = try jsonObject(outcome.output)
      #expect(
        Set(report.keys) == [
          "protocol", "images", "captions", "image_to_text", "text_to_image", "mean_recall",
          "unknown_captions", "equal_text_pairs", "ceiling",
        ])
      for side in ["image_to_text", "text_to_image"] {
        let figures = try #require(report[side] as? [String: Double])
        #expect(Set(figures.keys) == ["r1", "r5", "r10", "median_rank", "mean_rank"])
        #expect(figures["r10"] ?? 0 > 80, "\(outcome)")
      }
      #expect(report["images"] as? Int == 20 && report["captions"] as? Int == 100)
    }

    @Test("Two ranks give the figures of one", arguments: [[], ["--folds", "4"], ["--split", "dev"]])
    func ranks(options: [String]) throws {
      let arguments = ["evaluate", run.path, "--json"] + options
      let alone = try expectSuccess(Launch(arguments: arguments))
      let together = try expectSuccess(Launch(arguments: arguments, ranks: 2))
      #expect(together.output == alone.output && !alone.output.isEmpty)
    }

    @Test("The figures on dev are those the training logged for the best epoch")
    func sameAsLogged() throws {
      let outcome = try expectSuccess(Launch(arguments: ["evaluate", run.path, "--json", "--split", "dev"]))
      let found = try #require(try jsonObject(outcome.output)["mean_recall"] as? Double)
      let logged = try run.metrics().compactMap {
        ($0["evaluation"] as? [String: Any])?["mean_recall"] as? Double
      }
      #expect(found == logged.max())
    }

    @Test("The table has both directions and says what was counted; --folds says so")
    func table() throws {
      let outcome = try expectSuccess(Launch(arguments: ["evaluate", run.path, "--folds", "4"]))
      for phrase in [
        "R@1", "median rank", "image -> text", "text -> image", "mean of 4 folds of 5 images", "ties",
      ] {
        #expect(outcome.output.contains(phrase), "\(phrase)\n\(outcome)")
      }
    }

    @Test(
      "Equal captions and captions without a known word: what no model can exceed, and either way of counting",
      arguments: [0, 2])
    func equalCaptions(ranks: Int) throws {
      let data = try Fixtures.data().copy()
      var captions = try data.lines(of: "test_caps.txt")
      for image in 0..<20 {
        // One caption for each four images, and two of no known word.
        captions[5 * image] = "Only a \(SyntheticDataset.topics[image / 4])"
        if image < 2 { captions[5 * image + 1] = "xyzzy \(image == 0 ? "plugh" : "frotz")" }
      }
      try data.write(captions, to: "test_caps.txt")
      let command = ["evaluate", run.path, "--data", data.path]
      let outcome = try expectSuccess(Launch(arguments: command + ["--json"], ranks: ranks))
      let own = try jsonObject(outcome.output)
      #expect((own["protocol"] as? String)?.contains("own image only") == true)
      #expect(own["unknown_captions"] as? Int == 2 && own["equal_text_pairs"] as? Int == 60)
      let ceiling = try #require(own["ceiling"] as? [String: [String: Double]])
      // Of each four equal captions and of the two unknown ones, one can have its image first.
      #expect(ceiling["text_to_image"] == ["r1": 84, "r5": 100, "r10": 100], "\(outcome)")
      #expect(ceiling["image_to_text"] == ["r1": 100, "r5": 100, "r10": 100], "\(outcome)")
      for side in ["image_to_text", "text_to_image"] {
        let figures = try #require(own[side] as? [String: Double])
        for name in ["r1", "r5", "r10"] { #expect(figures[name] ?? 101 <= ceiling[side]?[name] ?? 0) }
      }
      let table = try expectSuccess(Launch(arguments: command, ranks: ranks)).output
      for phrase in [
        "no model can reach more than text -> image R@1 84.0",
        "2 of 100 captions have no word of the vocabulary",
        "--matches equal-texts counts 60 more pairs",
      ] { #expect(table.contains(phrase), "\(phrase)\n\(table)") }
      let equal = try jsonObject(
        expectSuccess(
          Launch(arguments: command + ["--json", "--matches", "equal-texts"], ranks: ranks)
        ).output)
      #expect((equal["protocol"] as? String)?.contains("any image with an equal caption") == true)
      let higher = try #require(equal["text_to_image"] as? [String: Double])
      let lower = try #require(own["text_to_image"] as? [String: Double])
      #expect(higher["r1"] ?? 0 > lower["r1"] ?? 100 && equal["equal_text_pairs"] as? Int == 0)
    }

    @Test("A checkpoint can be chosen by its name")
    func checkpoint() throws {
      let newest = try run.newest()
      let outcome = try expectSuccess(
        Launch(arguments: ["evaluate", run.path, "--json", "--checkpoint", newest]))
      #expect(try jsonObject(outcome.output)["mean_recall"] is Double)
    }

    @Test("What cannot be evaluated gives one message", arguments: [0, 2])
    func refusals(ranks: Int) throws {
      let data = try Fixtures.data()
      let cases: [(Failures.ExitStatus, [String], [String])] = [
        (.noInput, [data.path], ["no checkpoint", "a run directory of 'tbn-dist train'"]),
        (.noInput, ["/nowhere"], ["/nowhere", "no checkpoint"]),
        (.noInput, [run.path, "--split", "val"], ["no split 'val'", "one of the splits dev, test, train"]),
        (.noInput, [run.path, "--data", "/nowhere"], ["/nowhere: there is no such directory"]),
        (.noInput, [run.path, "--checkpoint", "step-3"], ["step-3", "no such checkpoint"]),
        (.usage, [run.path, "--folds", "3"], ["20 images cannot be split into 3 folds"]),
      ]
      for (status, arguments, phrases) in cases {
        try expectOneMessage(status, phrases, of: Launch(arguments: ["evaluate"] + arguments, ranks: ranks))
      }
    }

    @Test("A damaged checkpoint is refused by the file", arguments: [0, 2])
    func damage(ranks: Int) throws {
      let copy = RunFiles(path: try Fixtures.copyOfRun())
      try copy.damage("model.safetensors", of: copy.best())
      try expectOneMessage(
        .badData, ["\(try copy.best())/model.safetensors: checksum"],
        of: Launch(arguments: ["evaluate", copy.path], ranks: ranks))
    }

    @Test("When every checkpoint is damaged, the message says so and not that there is none")
    func allDamaged() throws {
      let copy = RunFiles(path: try Fixtures.copyOfRun())
      for name in try copy.checkpoints() { try copy.damage("model.safetensors", of: name) }
      try FileManager.default.removeItem(atPath: "\(copy.path)/checkpoints/best")
      try expectOneMessage(
        .badData, ["\(try copy.newest())/model.safetensors: checksum"],
        of: Launch(arguments: ["evaluate", copy.path]))
    }
  }
}
