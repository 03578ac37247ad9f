import Foundation
import Testing

extension CommandTests {
  @Suite("The number of ranks does not enter the outcome")
  struct RanksTests {
    /// Dropout is on, and all four terms of the loss count.
    private static let settings = ["--weight-image-neighbors", "0.1", "--dropout", "0.5"]

    @Test("One, two and three ranks have the same losses in every step and the same recall after every epoch")
    func losses() throws {
      let runs = try [0, 2, 3].map { ranks in
        let run = RunFiles(path: Workplace.freePath())
        try Fixtures.trained(Fixtures.train(run: run.path, epochs: 3, Self.settings, ranks: ranks))
        return run
      }
      let losses = try runs.map { try $0.losses() }
      #expect(losses[0].count == 45)
      for (ranks, other) in zip([2, 3], losses.dropFirst()) {
        #expect(largestDifference(losses[0], other) < 1e-5, "\(ranks) ranks")
      }
      for term in ["loss_image_neighbors", "loss_sentence_neighbors", "gradient_norm"] {
        let values = try runs.map { try $0.steps().compactMap { $0[term] as? Double } }
        #expect(values[0].contains { $0 > 0 }, "\(term)")
        #expect(largestDifference(values[0], values[2]) < 1e-4, "\(term)")
      }
      #expect(try Self.recalls(runs[0]) == Self.recalls(runs[1]))
      #expect(try Self.recalls(runs[0]) == Self.recalls(runs[2]))
    }

    private static func recalls(_ run: RunFiles) throws -> [Double] {
      let reports = try run.metrics().compactMap { $0["evaluation"] as? [String: Any] }
      return reports.compactMap { $0["mean_recall"] as? Double }
    }

    @Test("Without dropout and with another seed the losses are others: they do depend on the settings")
    func dependence() throws {
      let run = RunFiles(path: Workplace.freePath())
      let other = RunFiles(path: Workplace.freePath())
      try Fixtures.trained(Fixtures.train(run: run.path, epochs: 1, Self.settings))
      try Fixtures.trained(Fixtures.train(run: other.path, epochs: 1, Self.settings + ["--seed", "2"]))
      #expect(try largestDifference(run.losses(), other.losses()) > 1e-3)
    }
  }
}
