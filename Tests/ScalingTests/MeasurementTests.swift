import Failures
import Scaling
import TestSupport
import Testing

@Suite("Lines of measurements.jsonl")
struct MeasurementTests {
  private static let start =
    #"{"mode": "weak", "round": 2, "ranks": 2, "images": 20, "options": "--words \"3\"""#
  private static let sizes =
    #""images":20,"sentences":2,"image_dimensions":4,"text_dimensions":5,"words":3,"hidden":6,"embedding":7"#
  private static let bench =
    #"{"ranks":2,"hosts":1,"cores":4,"threads":1,"steps":3,"step_ms_median":12.5,"new":[1],"wire":"bf16","#
    + #""phases":{"forward":4.5},"gflops":1.5,\#(sizes)}"#
  private static let whole = "\(start), \"bench\": \(bench)}"

  private func read(_ text: String) throws -> [Measurement] {
    let directory = try TemporaryDirectory()
    return try Measurement.read(try directory.write(text, to: "measurements.jsonl"))
  }

  @Test("A line holds the run's place in the experiment and what bench printed; unknown keys do not matter")
  func wholeLine() throws {
    let measurements = try read(Self.whole + "\n\n" + Self.whole)
    #expect(measurements.count == 2)
    let measurement = try #require(measurements.last)
    #expect(measurement.mode == .weak && measurement.round == 2 && measurement.options == "--words \"3\"")
    let bench = try #require(measurement.bench)
    let counts = [
      measurement.ranks, measurement.images, bench.ranks, bench.hosts, bench.cores, bench.threads,
    ]
    #expect(counts == [2, 20, 2, 1, 4, 1])
    #expect(bench.stepMilliseconds == 12.5 && bench.phases == ["forward": 4.5] && bench.wire == .bf16)
    let shape = bench.shape
    #expect(
      [shape.images, shape.sentences, shape.imageColumns, shape.textColumns, shape.words, shape.hidden]
        == [20, 2, 4, 5, 3, 6] && shape.embedding == 7)
  }

  @Test("Steps of a head or of another precision are told from those that the model knows")
  func plainSteps() throws {
    let lines = [
      Self.whole, Self.whole.replacing(#""gflops":1.5,"#, with: ""),
      Self.whole.replacing(#""gflops""#, with: #""precision":"bf16","gflops""#),
      Self.whole.replacing(#""gflops""#, with: #""precision":"fp32","gflops""#),
    ]
    let plain = try read(lines.joined(separator: "\n")).map { $0.bench?.isPlainStep }
    #expect(plain == [true, false, false, true])
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
      (whole.replacing("\"round\": 2", with: "\"round\": 0"), "a count is below 1"),
      (whole.replacing("\"ranks\":2", with: "\"ranks\":3"), "on 2 ranks were asked for, and 20 on 3 ran"),
      (whole.replacing("\"images\":20", with: "\"images\":9"), "20 images on 2 ranks were asked for, and 9"),
      (whole.replacing("\"hosts\":1", with: "\"hosts\":3"), "2 ranks on 3 hosts"),
      (whole.replacing("\"cores\":4,", with: ""), "'cores' is missing"),
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
