import Checkpoints
import Foundation
import TestSupport
import Testing

extension LocalizationCommandTests {
  @Suite("Training and localizing")
  struct RunTests {
    @Test(
      "A trained network finds far more than chance; alone and on three ranks the figures are the same",
      arguments: zip(MenagerieFiles.Form.allCases, ["embedding", "similarity"]))
    func trainAndLocalize(form: MenagerieFiles.Form, model: String) throws {
      let data = try MenagerieFiles(form)
      try data.train("run", ["--epochs", "15", "--model", model], ranks: 2).expectSuccess()
      let alone = try data.localize("run", ["--json"]).expectSuccess()
      let together = try data.localize("run", ["--json"], ranks: 3).expectSuccess()
      #expect(alone.output == together.output && alone.lines.count == 1)
      let found = try LocalizationOutput(alone.output)
      // Chance is 2 of 14 regions, and what stands in a photo without regions cannot be found.
      #expect(found.r1 > 60 && found.r5 > 80 && found.r5 <= found.r10, "\(alone)")
      #expect(found.upper_bound == 93.75 && found.phrases == 128 && found.images == 16, "\(alone)")
      #expect(Set(found.categories.keys) == ["animals", "other"])

      let table = try data.localize("run", ["--split", "dev"], ranks: 2).expectSuccess()
      for word in ["R@1", "upper bound", "animals", "median rank", "IoU 0.5"] {
        #expect(table.output.contains(word), "\(table)")
      }
      try expectLogged(of: data, "run", asIn: data.localize("run", ["--split", "dev", "--json"]))
    }

    @Test(
      "With --reproducible weights and dev recalls are the same on 1, 3 and 8 ranks",
      arguments: ["embedding", "similarity"])
    func sameBytes(model: String) throws {
      let data = try MenagerieFiles(.plain)
      let found = try [1, 3, 8].map { ranks in
        let run = "run\(ranks)"
        try data.train(run, ["--reproducible", "--epochs", "3", "--model", model], ranks: ranks)
          .expectSuccess()
        let log = try String(contentsOfFile: data.file("\(run)/metrics.jsonl"), encoding: .utf8)
        let checkpoints = data.file("\(run)/checkpoints")
        let newest = try #require(
          try FileManager.default.contentsOfDirectory(atPath: checkpoints).filter { $0.hasPrefix("step-") }
            .max())
        return (
          weights: try Data(contentsOf: URL(fileURLWithPath: "\(checkpoints)/\(newest)/model.safetensors")),
          recalls: log.split(separator: "\n").filter { $0.contains("\"evaluation\"") }
        )
      }
      for other in found.dropFirst() {
        #expect(other.weights == found[0].weights)
        #expect(other.recalls == found[0].recalls && other.recalls.count == 3)
      }
    }

    /// The best evaluation that the training logged, by recall at 1, is what `localize` finds.
    private func expectLogged(of data: MenagerieFiles, _ run: String, asIn launch: Launch) throws {
      struct Line: Decodable { let evaluation: LocalizationOutput? }
      let log = try String(contentsOfFile: data.file("\(run)/metrics.jsonl"), encoding: .utf8)
      let lines = try log.split(separator: "\n").compactMap {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8)).evaluation
      }
      let best = try #require(lines.map(\.r1).max())
      #expect(try lines.first { $0.r1 == best } == LocalizationOutput(launch.expectSuccess().output))
    }

    @Test("--json has the documented keys in their order, --page writes a page with the phrases")
    func jsonAndPage() throws {
      let data = try MenagerieFiles(.plain)
      try data.train("run", ["--max-steps", "2"]).expectSuccess()
      let page = data.file("page.html")
      let outcome = try data.localize("run", ["--json", "--page", page], ranks: 2).expectSuccess()
      #expect(outcome.errors.contains("page: \(page)"), "\(outcome)")
      let places = LocalizationOutput.keys.map { outcome.output.range(of: "\"\($0)\":")?.lowerBound }
      #expect(places.allSatisfy { $0 != nil }, "\(outcome)")
      let found = places.compactMap(\.self)
      #expect(found == found.sorted(), "\(outcome)")
      let element = try PageElement.parse(try String(contentsOfFile: page, encoding: .utf8))
      let phrase = data.test.photos[0].phrases[0].text.lowercased()
      #expect(element.text.contains(phrase), "\(element.text)")
      let name = (data.path as NSString).lastPathComponent
      #expect(element.texts("title").first == "Phrase localization: test split of \(name)")
    }

    @Test(
      "A run that stopped within epochs ends with the very bytes of one that never stopped",
      arguments: [0, 2], ["embedding", "similarity"])
    func resume(ranks: Int, model: String) throws {
      let data = try MenagerieFiles(.plain)
      func train(_ run: String, steps: Int) throws {
        let settings = ["--model", model, "--phrases-per-photo", "3", "--max-steps", "\(steps)"]
        try data.train(run, settings, ranks: ranks).expectSuccess()
      }
      try train("whole", steps: 22)
      try train("parts", steps: 4)
      #expect(
        try data.contents("model.safetensors", of: "parts") != data.contents("model.safetensors", of: "whole")
      )
      for steps in [17, 22] { try train("parts", steps: steps) }
      for file in ["model.safetensors", "optimizer.safetensors", "inputs.safetensors", "vocabulary.txt"] {
        #expect(try data.contents(file, of: "parts") == data.contents(file, of: "whole"), "\(file)")
      }
    }

    @Test(
      "A similarity network begins with the branches of an embedding network of the same task, bit for bit")
    func warmStart() throws {
      let data = try MenagerieFiles(.published)
      try data.train("embedding", ["--max-steps", "4"], ranks: 2).expectSuccess()
      let one = ["--model", "similarity", "--learning-rate", "0", "--max-steps", "1"]
      try data.train("warm", one + ["--warm-start", data.file("embedding")], ranks: 2).expectSuccess()
      try data.train("cold", one).expectSuccess()
      let trained = try weight(of: "embedding", data)
      #expect(try weight(of: "warm", data) == trained)
      #expect(try weight(of: "cold", data) != trained)
      try data.localize("warm", ranks: 2).expectSuccess()
    }

    private func weight(of run: String, _ data: MenagerieFiles) throws -> [Float] {
      try SafetensorsReader(path: try data.newest("model.safetensors", of: run))
        .floats("text_branch.fc2.weight", shape: [16, 32])
    }
  }
}
