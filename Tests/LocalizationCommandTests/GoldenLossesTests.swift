import Foundation
import TestSupport
import Testing

extension LocalizationCommandTests {
  @Suite("Golden losses of regions and phrases")
  struct GoldenLossesTests {
    @Test(
      "The losses of 40 reproducible steps are those of before", arguments: ["embedding", "similarity"],
      [0, 2, 4])
    func reproducible(model: String, ranks: Int) throws {
      guard ranks == 0 || !GoldenLosses.isRecording else { return }
      let data = try MenagerieFiles(.plain)
      let settings = ["--model", model, "--reproducible", "--max-steps", "40", "--dev-images", "3"]
      try data.train("run", settings + ["--epochs", "20"], ranks: ranks).expectSuccess()
      let metrics = try String(contentsOfFile: data.file("run/metrics.jsonl"), encoding: .utf8)
      let losses = try metrics.split(separator: "\n").compactMap { line in
        try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["loss"] as? Double
      }
      #expect(losses.count == 40)
      try GoldenLosses.expect(losses, of: "phrases, \(model)")
    }
  }
}
