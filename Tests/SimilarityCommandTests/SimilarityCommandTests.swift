import Checkpoints
import Foundation
import TestSupport
import Testing

/// `tbn-dist` with `--model similarity`, from training to search.
@Suite(.serialized)
struct SimilarityCommandTests {
  private let data: Creatures

  init() throws {
    data = try Creatures()
  }

  private struct Report: Decodable, Equatable {
    struct Direction: Decodable, Equatable {
      let r1: Double
    }
    let image_to_text: Direction
    let text_to_image: Direction
    let mean_recall: Double
  }

  /// Runs the program, which must succeed.
  private func run(
    ranks: Int = 1, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Launch.Outcome {
    let outcome = try Launch(arguments: arguments, ranks: ranks).run()
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  private func train(_ run: String, ranks: Int = 1, _ more: String...) throws -> Launch.Outcome {
    try train(run, ranks: ranks, more)
  }

  private func train(_ run: String, ranks: Int = 1, _ more: [String]) throws -> Launch.Outcome {
    let settings = [
      "--data", data.path, "--run", data.file(run), "--model", "similarity", "--hidden", "32", "--embedding",
      "24", "--head-hidden", "24", "--head-output", "12", "--batch-images", "36", "--learning-rate", "5e-3",
      "--dropout", "0.1", "--same-text-links", "true", "--threads", "1",
    ]
    return try self.run(ranks: ranks, ["train"] + settings + more)
  }

  private func weights(_ run: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: try newestModel(run)))
  }

  private func newestModel(_ run: String) throws -> String {
    let checkpoints = data.file("\(run)/checkpoints")
    let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints)
    let newest = try #require(names.filter { $0.hasPrefix("step-") }.max())
    return "\(checkpoints)/\(newest)/model.safetensors"
  }

  @Test("A trained similarity network finds far more than chance, on one rank or three, and can be searched")
  func trainEvaluateSearch() throws {
    _ = try train("run", ranks: 2, "--epochs", "12")
    let one = try run(["evaluate", data.file("run"), "--json"])
    let three = try run(ranks: 3, ["evaluate", data.file("run"), "--json"])
    let reports = try [one, three].map {
      try JSONDecoder().decode(Report.self, from: Data($0.output.utf8))
    }
    #expect(reports[0] == reports[1])
    // Chance is 1 of 36 images, and as much for captions.
    #expect(reports[0].text_to_image.r1 > 40, "\(one.output)")
    #expect(reports[0].image_to_text.r1 > 40, "\(one.output)")

    let images = try run(["search", data.file("run"), "a blue horse", "-k", "3"]).output
    #expect(images.contains("blue horse"), "\(images)")
    let texts = try run(["search", data.file("run"), "--image", "0", "-k", "3"]).output
    #expect(texts.contains("(its own)"), "\(texts)")
    let inspection = try run(["inspect", data.file("run")]).output
    #expect(inspection.contains("head.bn1.running_mean") && inspection.contains("model: similarity"))
  }

  @Test(
    "Any number of ranks gives the figures of one, more than there are images among them",
    arguments: ["embedding", "similarity"])
  func fewImages(model: String) throws {
    try data.writeFew(images: 3, to: "few")
    _ = try train("run", "--model", model, "--epochs", "2")
    for options in [[], ["--folds", "3"]] {
      let arguments = ["evaluate", data.file("run"), "--split", "few", "--json"] + options
      let alone = try run(arguments).output
      #expect(alone.contains(#""images": 3, "captions": 6"#), "\(alone)")
      for ranks in [2, 5] { #expect(try run(ranks: ranks, arguments).output == alone) }
    }
  }

  @Test("With --reproducible the weights of a similarity network are the same bytes on 1, 2 and 5 ranks")
  func sameBytes() throws {
    let options = ["--reproducible", "--negative-choice", "hardest", "--epochs", "2"]
    let bytes = try [1, 2, 5].map { ranks in
      _ = try train("run\(ranks)", ranks: ranks, options)
      return try weights("run\(ranks)")
    }
    #expect(bytes[1] == bytes[0] && bytes[2] == bytes[0])
  }

  @Test("An embedding network proposes and the similarity network orders, on one rank or three")
  func rerank() throws {
    _ = try train("first", "--model", "embedding", "--epochs", "4")
    _ = try train("second", "--warm-start", data.file("first"), "--epochs", "4")
    func report(_ arguments: String..., ranks: Int = 1) throws -> Report {
      let outcome = try run(ranks: ranks, ["evaluate", "--json"] + arguments)
      return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }
    let (first, second) = (data.file("first"), data.file("second"))
    let some = try report(second, "--proposals", first, "--rerank", "5")
    #expect(try report(second, "--proposals", first, "--rerank", "5", ranks: 3) == some)
    let (embedding, similarity) = (try report(first), try report(second))
    #expect(try report(second, "--proposals", first, "--rerank", "72") == similarity)
    #expect(try report(second, "--proposals", first, "--rerank", "1") == embedding)
    #expect(some != embedding && some != similarity)
  }

  @Test("What cannot be reranked gives one message that says what to give", arguments: [1, 2])
  func rerankRefusals(ranks: Int) throws {
    _ = try train("first", "--model", "embedding", "--max-steps", "1")
    _ = try train("second", "--warm-start", data.file("first"), "--max-steps", "1")
    _ = try train("third", "--max-steps", "1")
    let (first, second, third) = (data.file("first"), data.file("second"), data.file("third"))
    let cases: [([String], String)] = [
      ([second, "--rerank", "5"], "give --proposals \(first), the run whose branches this one began with"),
      ([third, "--rerank", "5"], "give --proposals RUN, a run of an embedding network"),
      ([first, "--rerank", "5", "--proposals", first], "leave out --rerank"),
      ([second, "--rerank", "5", "--proposals", third], "the run of --proposals is of a similarity network"),
      ([second, "--rerank", "0", "--proposals", first], "--rerank is 0; expected at least 1"),
      ([second, "--proposals", first], "--proposals without --rerank"),
    ]
    for (arguments, phrase) in cases {
      let outcome = try Launch(arguments: ["evaluate"] + arguments, ranks: ranks).run()
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
      #expect(outcome.errors.components(separatedBy: phrase).count == 2, "\(phrase)\n\(outcome.errors)")
    }
  }

  @Test("The log has the loss and the share of right pairs, and none of the ranking loss's terms")
  func metrics() throws {
    _ = try train("run", "--max-steps", "3")
    let log = try String(contentsOfFile: data.file("run/metrics.jsonl"), encoding: .utf8)
    let steps = log.split(separator: "\n").filter { $0.contains("\"loss\"") }
    #expect(steps.count == 3)
    for step in steps {
      #expect(step.contains("\"correct_pairs\"") && step.contains("\"pairs\""))
      #expect(!step.contains("triplets") && !step.contains("loss_"), "\(step)")
    }
  }

  @Test(
    "A run that was stopped goes on to the very bits of one that was not", arguments: [1, 2],
    ["random", "hardest"])
  func resume(ranks: Int, choice: String) throws {
    func train(_ run: String, steps: Int) throws {
      _ = try self.train(run, ranks: ranks, "--negative-choice", choice, "--max-steps", String(steps))
    }
    try train("whole", steps: 12)
    try train("parts", steps: 5)
    #expect(try weights("parts") != weights("whole"))
    try train("parts", steps: 12)
    #expect(try weights("parts") == weights("whole"))
  }

  @Test("Fewer candidates than negatives are refused")
  func tooFewCandidates() throws {
    for command in [["train", "--data", data.path, "--run", data.file("run")], ["bench"]] {
      let outcome = try Launch(
        arguments: command + ["--negative-choice", "hardest", "--negatives", "11"], ranks: 1
      ).run()
      #expect(outcome.status == 64, "\(outcome)")
      #expect(outcome.errors.contains("--hard-candidates is 10; expected at least the 11"), "\(outcome)")
    }
  }

  @Test("A run of the other network is refused by name")
  func otherModel() throws {
    _ = try train("run", "--max-steps", "1")
    let outcome = try Launch(
      arguments: ["train", "--data", data.path, "--run", data.file("run"), "--model", "embedding"], ranks: 1
    ).run()
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("--model embedding instead of similarity"), "\(outcome.errors)")
  }

  @Test("A warm start takes over the branches of an embedding network, bit for bit, and their estimates")
  func warmStart() throws {
    _ = try train("embedding", "--model", "embedding", "--max-steps", "4")
    _ = try train("warm", "--warm-start", data.file("embedding"), "--learning-rate", "0", "--max-steps", "1")
    _ = try train("cold", "--learning-rate", "0", "--max-steps", "1")
    let name = "text_branch.fc2.weight"
    let trained = try tensor(name, of: "embedding")
    #expect(try tensor(name, of: "warm") == trained)
    #expect(try tensor(name, of: "cold") != trained)
    // Four steps of the embedding network and one of its own.
    #expect(try batches("warm") == 5 && batches("cold") == 1)
  }

  @Test("A warm start from other widths or another data set's run is refused")
  func warmStartRefusals() throws {
    _ = try train("embedding", "--model", "embedding", "--max-steps", "1")
    let wider = try refusal("wide", "--warm-start", data.file("embedding"), "--embedding", "25")
    #expect(wider.contains("fc2.weight"), "\(wider)")
    let encoded = try refusal("other", "--warm-start", data.file("embedding"), "--image-preparation", "l2")
    #expect(encoded.contains("--warm-start read other inputs"), "\(encoded)")
    let missing = try refusal("none", "--warm-start", data.file("nothing"))
    #expect(missing.contains("no checkpoint"), "\(missing)")
  }

  private func refusal(_ run: String, _ more: String...) throws -> String {
    let outcome = try Launch(
      arguments: [
        "train", "--data", data.path, "--run", data.file(run), "--model", "similarity", "--hidden", "32",
        "--embedding", "24", "--batch-images", "36",
      ] + more, ranks: 1
    ).run()
    #expect(outcome.status != 0)
    return outcome.errors
  }

  private func reader(_ run: String) throws -> SafetensorsReader {
    try SafetensorsReader(path: try newestModel(run))
  }

  private func tensor(_ name: String, of run: String) throws -> [Float] {
    try reader(run).floats(name, shape: [24, 32])
  }

  private func batches(_ run: String) throws -> Int64 {
    try reader(run).integers("text_branch.bn.num_batches_tracked", shape: [])[0]
  }

  @Test(
    "The dry run names the head and its negatives, and bench times its steps", arguments: [1, 2],
    [[], ["--negative-choice", "hardest", "--hard-candidates", "4"]])
  func dryRunAndBench(ranks: Int, choice: [String]) throws {
    let plan = try train("run", ranks: ranks, choice + ["--dry-run"]).output
    let line = "x * y 24 -> 24 -> 12 -> 1, 2 negatives for each positive pair"
    #expect(plan.contains(line + (choice.isEmpty ? "\n" : ", the hardest of 4\n")), "\(plan)")
    let bench = try run(
      ranks: ranks,
      [
        "bench", "--model", "similarity", "--images", "8", "--image-dimensions", "10", "--text-dimensions",
        "10", "--hidden", "8", "--embedding", "6", "--head-hidden", "8", "--head-output", "4", "--steps", "2",
        "--json",
      ] + choice)
    #expect(bench.output.contains("\"step_ms_median\""), "\(bench.output)")
  }
}
