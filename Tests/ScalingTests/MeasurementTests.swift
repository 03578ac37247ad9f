import Failures
import Scaling
import TestSupport
import Testing

@Suite("Lines of measurements.jsonl")
struct MeasurementTests {
  private static let start =
    #"{"mode": "weak", "round": 2, "ranks": 2, "hosts": 1, "cores": 4, "images": 20, "options": "--words \"3\"""#
  private static let bench =
    #"{"ranks":2,"threads":1,"steps":3,"step_ms_median":12.5,"new":[1],"phases":{"forward":4.5}}"#
  private static let whole = "\(start), \"bench\": \(bench)}"

  private func read(_ text: String) throws -> [Measurement] {
    let directory = try TemporaryDirectory()
    return try Measurement.read(try directory.write(text, to: "measurements.jsonl"))
  }

  @Test(
    "A line holds the run's place in the experiment and what bench printed; keys unknown here do not matter")
  func wholeLine() throws {
    let expected = Measurement(
      mode: .weak, round: 2, ranks: 2, hosts: 1, cores: 4, images: 20, options: "--words \"3\"",
      bench: BenchFigures(ranks: 2, threads: 1, stepMilliseconds: 12.5, phases: ["forward": 4.5]), status: nil
    )
    #expect(try read(Self.whole + "\n\n" + Self.whole) == [expected, expected])
  }

  @Test("A run that failed has a status and no figures")
  func failedRun() throws {
    let measurement = try #require(try read("\(Self.start), \"status\": 71}\n").first)
    #expect(measurement.bench == nil && measurement.status == 71)
  }

  @Test(
    "A line that is none is told with its number",
    arguments: [
      ("\(start)", "cannot be decoded"), ("{}", "'mode' is missing"), ("\(start)}", "neither figures nor"),
      (whole.replacing("\"cores\": 4", with: "\"cores\": 0"), "a count is below 1"),
      (whole.replacing("\"ranks\":2", with: "\"ranks\":3"), "2 ranks were asked for and 3 ran"),
      (whole.replacing("12.5", with: "0"), "a step of 0.0 ms"),
      (whole.replacing("12.5", with: "\"fast\""), "'bench.step_ms_median' is of another type"),
      (whole.replacing("\"step_ms_median\"", with: "\"step\""), "'step_ms_median' is missing"),
    ])
  func fault(line: String, phrase: String) {
    expectFailure(.badData, "measurements.jsonl, line 2: ", phrase, "remove the line") {
      _ = try read("\(Self.whole)\n\(line)\n")
    }
  }

  @Test("A directory without measurements says what was expected there")
  func noFile() {
    expectFailure(.noInput, "/nowhere/measurements.jsonl", "Launch/scale") {
      _ = try Measurement.read("/nowhere/measurements.jsonl")
    }
  }
}
