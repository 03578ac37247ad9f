import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Batches without a negative")
  struct NegativesTests {
    @Test(
      "A training in which every caption is the same says that it learns nothing",
      arguments: ["embedding", "similarity"], [0, 2])
    func equalCaptions(model: String, ranks: Int) throws {
      let data = try Fixtures.data().copy()
      try data.write([String](repeating: "a photo", count: 300), to: "train_caps.txt")
      let settings = ["--model", model, "--max-steps", "3", "--dev-images", "2"]
      let outcome = try expectSuccess(
        Fixtures.train(data: data.path, run: Workplace.freePath(), settings, ranks: ranks))
      let warning = "warning: no text or image of step 1 has a negative among the 20 images of its batch"
      #expect(outcome.errors.components(separatedBy: warning).count == 2, "\(outcome)")
    }

    @Test("A training with negatives does not say so", arguments: ["embedding", "similarity"])
    func usual(model: String) throws {
      let settings = ["--model", model, "--max-steps", "3", "--dev-images", "2"]
      let outcome = try expectSuccess(Fixtures.train(run: Workplace.freePath(), settings))
      #expect(!outcome.errors.contains("warning"), "\(outcome)")
    }
  }
}
