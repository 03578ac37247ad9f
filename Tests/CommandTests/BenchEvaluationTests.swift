import Foundation
import Testing

extension CommandTests {
  @Suite("tbn-dist bench-evaluation")
  struct BenchEvaluationTests {
    private static let shape = [
      "bench-evaluation", "--images", "30", "--captions-per-image", "3", "--embedding", "16", "--repeats",
      "2",
      "--threads", "1",
    ]

    @Test("--json is one object with the times of both sides, alone and on two ranks", arguments: [0, 2])
    func json(ranks: Int) throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape + ["--json"], ranks: ranks))
      #expect(outcome.lines.count == 1)
      let timing = try jsonObject(outcome.output)
      let keys: Set<String> = [
        "images", "captions", "embedding", "ranks", "threads", "repeats", "evaluation_ms_median",
        "tiles_ms_median", "product_ms_median", "share_of_tiles", "share_of_product", "evaluation_gflops",
        "product_gflops", "peak_bytes",
      ]
      #expect(Set(timing.keys) == keys, "\(outcome)")
      #expect(timing["images"] as? Int == 30 && timing["captions"] as? Int == 90)
      #expect(timing["ranks"] as? Int == max(1, ranks) && timing["repeats"] as? Int == 2)
      let times = ["evaluation_ms_median", "tiles_ms_median", "product_ms_median"].compactMap {
        timing[$0] as? Double
      }
      #expect(times.count == 3 && times.allSatisfy { $0 > 0 }, "\(outcome)")
      let share = try #require(timing["share_of_product"] as? Double)
      // All three are rounded to thousandths, which is much of a time of hundredths.
      let half = 5e-4
      let least = (times[2] - half) / (times[0] + half) - half
      let most = (times[2] + half) / max(times[0] - half, 1e-9) + half
      #expect(least - 1e-9 <= share && share <= most + 1e-9, "\(outcome)")
    }

    @Test("Without --json a person reads the shape, both sides and the share")
    func text() throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape))
      #expect(
        outcome.output.hasPrefix("1 rank x 1 thread: 30 images x 90 captions, 16 dimensions"), "\(outcome)")
      for phrase in ["evaluation, both directions", "one large product", "% of this", "peak memory a rank"] {
        #expect(outcome.output.contains(phrase), "\(phrase)\n\(outcome)")
      }
    }
  }
}
