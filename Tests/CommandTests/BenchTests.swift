import Foundation
import Tensor
import TestSupport
import Testing

extension CommandTests {
  @Suite("tbn-dist bench")
  struct BenchTests {
    private static let shape = [
      "bench", "--images", "12", "--image-dimensions", "16", "--text-dimensions", "20", "--hidden", "8",
      "--embedding", "8", "--steps", "3",
    ]

    @Test(
      "--json is one object with the times of steps and their phases", arguments: [0, 2],
      [[], ["--words", "3"]])
    func json(ranks: Int, options: [String]) throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape + ["--json"] + options, ranks: ranks))
      #expect(outcome.lines.count == 1)
      let timing = try jsonObject(outcome.output)
      let keys: Set<String> = [
        "ranks", "hosts", "cores", "threads", "steps", "step_ms_median", "step_ms_fastest",
        "step_ms_slowest", "floor_ms", "gflops", "peak_bytes", "phases", "images", "sentences",
        "image_dimensions", "text_dimensions", "words", "hidden", "embedding",
        "precision", "wire",
      ]
      #expect(Set(timing.keys) == keys, "\(outcome)")
      #expect(timing["ranks"] as? Int == max(1, ranks) && timing["steps"] as? Int == 3)
      let phases = try #require(timing["phases"] as? [String: Double])
      #expect(
        Set(phases.keys) == [
          "read", "forward", "gather", "loss", "scatter", "backward", "reduce", "update", "other",
        ],
        "\(outcome)")
      let times = ["step_ms_fastest", "step_ms_median", "step_ms_slowest"].compactMap {
        timing[$0] as? Double
      }
      #expect(times.count == 3 && times[0] > 0 && times == times.sorted(), "\(outcome)")
    }

    @Test("Without --json a person reads ranks, threads and the median")
    func text() throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape + ["--threads", "1"]))
      #expect(outcome.output.hasPrefix("1 rank x 1 thread: step "), "\(outcome)")
      #expect(outcome.output.contains("median of 3") && outcome.output.contains("backward"), "\(outcome)")
      #expect(outcome.output.contains("the bare products alone take"), "\(outcome)")
    }

    @Test("--no-floor leaves the bare products out")
    func withoutFloor() throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape + ["--no-floor", "--threads", "1"]))
      #expect(!outcome.output.contains("bare products"), "\(outcome)")
    }

    /// oneDNN leaves newer instructions alone.
    private static let oldProcessor = ["DNNL_MAX_CPU_ISA": "AVX2"]

    @Test("bf16 is refused where the processor has no instructions for it", arguments: [0, 2])
    func refusedPrecision(ranks: Int) throws {
      for command in [Self.shape, ["train"]] {
        var launch = Launch(arguments: command + ["--precision", "bf16"], ranks: ranks)
        launch.environment = Self.oldProcessor
        try expectOneMessage(
          .configuration, ["--precision bf16", "no bfloat16 instructions", "use --precision fp32"], of: launch
        )
      }
    }

    @Test("Products of the faster library are named as such")
    func fasterProducts() throws {
      let options = ["--json", "--threads", "1", "--precision", "fp32-fast"]
      let outcome = try expectSuccess(Launch(arguments: Self.shape + options, ranks: 2))
      #expect(try jsonObject(outcome.output)["precision"] as? String == "fp32-fast")
    }

    @Test("auto takes fp32 there and says so, and elsewhere bf16")
    func chosenPrecision() throws {
      var launch = Launch(arguments: Self.shape + ["--json", "--precision", "auto"], ranks: 2)
      let here = try jsonObject(try expectSuccess(launch).output)["precision"] as? String
      #expect(here == ((try? Precision.bf16.requireSupport()) == nil ? "fp32" : "bf16"))
      launch.environment = Self.oldProcessor
      #expect(try jsonObject(try expectSuccess(launch).output)["precision"] as? String == "fp32")
    }
  }
}
