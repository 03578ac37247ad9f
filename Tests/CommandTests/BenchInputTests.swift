import Foundation
import Testing

extension CommandTests {
  @Suite("tbn-dist bench-input")
  struct BenchInputTests {
    private static let shape = [
      "bench-input", "--images", "12", "--image-dimensions", "16", "--text-dimensions", "20", "--rows", "40",
      "--steps", "5", "--step-ms", "2",
    ]

    @Test(
      "--json is one object with the times of each way, and no file is left behind", arguments: [0, 2],
      [["--type", "float16"], ["--preparation", "l2", "--sentences", "1"]])
    func json(ranks: Int, options: [String]) throws {
      let directory = try Workplace.makeDirectory()
      let outcome = try expectSuccess(
        Launch(arguments: Self.shape + options + ["--json", "--directory", directory], ranks: ranks))
      let timing = try jsonObject(outcome.output)
      #expect(timing["ranks"] as? Int == max(1, ranks) && timing["steps"] as? Int == 8)
      #expect(timing["cold"] as? Bool == false)
      let ways = try #require(timing["ways"] as? [String: [String: Double]])
      #expect(Set(ways.keys) == ["without", "in-turn", "advised", "ahead"], "\(outcome)")
      for (name, way) in ways {
        let (wait, step) = (way["wait_ms_median"] ?? -1, way["step_ms_median"] ?? -1)
        #expect(wait >= 0 && step > 0 && wait <= step, "\(name): \(way)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
    }

    @Test("Without --json a person reads a line for each way")
    func text() throws {
      let outcome = try expectSuccess(Launch(arguments: Self.shape, ranks: 0))
      #expect(outcome.output.hasPrefix("1 rank x "), "\(outcome)")
      #expect(outcome.lines.count == 5 && outcome.lines[4].hasPrefix("read a step ahead by a thread"))
    }

    @Test("Fewer rows than a batch has are refused")
    func refusal() throws {
      try expectOneMessage(
        .usage, ["--rows is 5; expected at least the 12 of --images"],
        of: Launch(arguments: Self.shape + ["--rows", "5"]))
    }
  }
}
