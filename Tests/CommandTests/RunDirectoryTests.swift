import Checkpoints
import Foundation
import Testing

extension CommandTests {
  @Suite("What training leaves in its run directory")
  struct RunDirectoryTests {
    private let run: RunFiles

    init() throws {
      run = RunFiles(path: try Fixtures.run())
    }

    @Test("Each step has a line with its loss, the loss's four terms, and what a step was like")
    func steps() throws {
      let keys: Set<String> = [
        "step", "epoch", "loss", "loss_sentence_anchor", "loss_image_anchor", "loss_image_neighbors",
        "loss_sentence_neighbors", "learning_rate", "gradient_norm", "active_triplets", "triplets",
        "masked_pairs",
        "read_seconds", "step_seconds",
      ]
      let steps = try run.steps()
      #expect(steps.allSatisfy { Set($0.keys) == keys }, "\(steps[0].keys.sorted())")
      #expect(steps.compactMap { $0["step"] as? Int } == Array(1...150))
      #expect(steps.compactMap { $0["epoch"] as? Int } == (0..<150).map { $0 / 15 })
      let rates = steps.compactMap { $0["learning_rate"] as? Double }
      #expect(rates[0] == 0.002 && abs(rates[149] - 0.002 * pow(0.85, 9)) < 1e-9)
      let sum = [
        "loss_sentence_anchor", "loss_image_anchor", "loss_image_neighbors", "loss_sentence_neighbors",
      ]
      .compactMap { steps[0][$0] as? Double }.reduce(0, +)
      #expect(abs(sum - (steps[0]["loss"] as? Double ?? .nan)) < 1e-6, "the four terms make up the loss")
    }

    @Test("Each epoch has a line with the evaluation on dev")
    func evaluations() throws {
      let lines = try run.metrics().filter { $0["evaluation"] != nil }
      #expect(lines.compactMap { $0["epoch"] as? Int } == Array(1...10))
      #expect(lines.allSatisfy { $0["split"] as? String == "dev" })
      let reports = lines.compactMap { $0["evaluation"] as? [String: Any] }
      #expect(reports.allSatisfy { $0["mean_recall"] is Double && $0["protocol"] is String })
    }

    @Test("Training learns what there is to learn")
    func learns() throws {
      let losses = try run.losses()
      let (first, last) = (losses.prefix(15).reduce(0, +), losses.suffix(15).reduce(0, +))
      #expect(last < first / 2, "\(first) -> \(last)")
    }

    @Test("environment.json says where the run ran")
    func environment() throws {
      let environment = try jsonObject(
        String(contentsOfFile: "\(run.path)/environment.json", encoding: .utf8))
      let keys: Set<String> = [
        "date", "ranks", "hosts", "coresOfRank0", "threads", "threadsPerRank", "mpi", "openBLAS",
        "openBLASCore",
        "version",
      ]
      #expect(Set(environment.keys) == keys)
      #expect(environment["ranks"] as? Int == 1)
      #expect((environment["mpi"] as? String)?.contains("MPI") == true)
    }

    @Test("The three newest checkpoints and the best are kept, each complete")
    func checkpoints() throws {
      let names = try run.checkpoints()
      let best = try run.best()
      #expect(Set(names) == ["step-00000120", "step-00000135", "step-00000150", best])
      for name in names {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(run.path)/checkpoints/\(name)")
          .sorted()
        #expect(
          files == [
            "data.json", "inputs.safetensors", "manifest.json", "model.safetensors", "optimizer.safetensors",
            "run.json",
            "vocabulary.txt",
          ])
      }
    }

    @Test("model.safetensors has PyTorch's names and shapes")
    func tensors() throws {
      let checkpoint = "\(run.path)/checkpoints/\(try run.newest())"
      let words = try String(contentsOfFile: "\(checkpoint)/vocabulary.txt", encoding: .utf8)
        .split(separator: "\n").count
      let reader = try SafetensorsReader(path: "\(checkpoint)/model.safetensors")
      var expected: [String: [Int]] = [:]
      for (side, columns) in [("image", 16), ("text", words)] {
        expected["\(side)_branch.fc1.weight"] = [32, columns]
        expected["\(side)_branch.fc2.weight"] = [16, 32]
        expected["\(side)_branch.fc2.bias"] = [16]
        expected["\(side)_branch.bn.num_batches_tracked"] = []
        for name in ["fc1.bias", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"] {
          expected["\(side)_branch.\(name)"] = [32]
        }
      }
      #expect(reader.tensorNames == expected.keys.sorted())
      for (name, shape) in expected { #expect(reader.description(of: name)?.shape == shape, "\(name)") }
      #expect(try reader.integers("text_branch.bn.num_batches_tracked", shape: []) == [150])
    }
  }
}
