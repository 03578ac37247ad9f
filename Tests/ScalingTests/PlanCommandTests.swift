import Failures
import Foundation
import TestSupport
import Testing

@Suite("tbn-dist plan", .serialized)
struct PlanCommandTests {
  private static let told = [
    "plan", "--gflops", "100", "--memory-bandwidth", "5", "--latency", "10", "--bandwidth", "10",
  ]
  private static let small = [
    "--images", "12", "--image-dimensions", "64", "--text-dimensions", "80", "--hidden", "32", "--embedding",
    "16",
  ]

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("What is told is used, without MPI ranks and without measuring")
  func told() throws {
    let options = ["--ranks", "4,16", "--ranks-per-node", "4", "--json", "--mode", "strong"]
    let record = try object(try Launch(arguments: Self.told + options).expectSuccess().output)
    let machine = try #require(record["machine"] as? [String: Double])
    #expect(
      machine == [
        "gflops": 100, "half_rate_rows": 0, "memory_gb_per_second": 5, "node_latency_us": 1, "latency_us": 10,
        "gbit_per_second": 10,
      ])
    let plans = try #require(record["plans"] as? [[String: Any]])
    let points = try #require(plans.first?["points"] as? [[String: Any]])
    #expect(plans.count == 1 && points.map { $0["nodes"] as? Int } == [1, 4])
    let (fp32, bf16) = (points[1]["fp32"] as? [String: Double], points[1]["bf16"] as? [String: Double])
    let shown = [fp32, bf16].compactMap { $0?["exchange_shown_ms"] }
    #expect(shown.count == 2 && shown[1] < shown[0] && shown[1] > 0, "\(points[1])")
  }

  @Test("Without --json a person reads a table for each mode")
  func text() throws {
    let outcome = try Launch(arguments: Self.told + ["--ranks", "1024"]).expectSuccess()
    #expect(outcome.output.hasPrefix("a rank: 100.0 GFLOP/s"), "\(outcome)")
    for phrase in [
      "strong scaling", "weak scaling, 250 images a rank", "1024 ranks: more than the 500 images",
    ] {
      #expect(outcome.output.contains(phrase), "\(outcome)")
    }
  }

  @Test("Two ranks measure the machine together, and print once")
  func measured() throws {
    let options = ["plan", "--measure", "--ranks", "1,2", "--json"] + Self.small
    let record = try object(try Launch(arguments: options, ranks: 2).expectSuccess().output)
    let machine = try #require(record["machine"] as? [String: Double])
    #expect(
      Set(machine.keys) == ["gflops", "half_rate_rows", "memory_gb_per_second", "node_latency_us"], "one node"
    )
    #expect(machine.allSatisfy { $0.value > 0 || $0.key == "half_rate_rows" }, "\(machine)")
  }

  @Test("Measurements are compared with the steps that the model has for their shape")
  func compare() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      #"{"mode": "strong", "round": 1, "ranks": 1, "images": 20, "options": "", "#
        + #""bench": {"ranks": 1, "hosts": 1, "cores": 1, "threads": 1, "step_ms_median": 80, "phases": {}, "#
        + #""wire": "fp32", "gflops": 1, "images": 20, "sentences": 2, "image_dimensions": 4096, "#
        + #""text_dimensions": 6000, "words": 3, "hidden": 100, "embedding": 512}}"# + "\n",
      to: "measurements.jsonl")
    func predicted(_ options: [String]) throws -> Double? {
      let record = try object(try Launch(arguments: Self.told + ["--json"] + options).expectSuccess().output)
      let lines = record["comparison"] as? [[String: Any]]
      return ((lines?.first ?? [:])["predicted"] as? [String: Double])?["step_ms"]
        ?? (((record["plans"] as? [[String: Any]])?.first?["points"] as? [[String: Any]])?.first?["fp32"]
        as? [String: Double])?["step_ms"]
    }
    let plan = ["--ranks", "1", "--mode", "strong", "--images", "20", "--hidden", "100", "--words", "3"]
    let compared = try #require(try predicted(["--compare", directory.path]))
    #expect(compared == (try predicted(plan)))
  }

  @Test(
    "What is missing or makes no sense is told",
    arguments: [
      (["plan"], ["--gflops is missing", "--measure"]),
      (["plan", "--gflops", "100", "--memory-bandwidth", "5"], ["--latency is missing", "--measure"]),
      (["plan", "--gflops", "0"], ["--gflops is 0.0", "above 0"]),
      (["plan", "--latency=-1"], ["--latency is -1.0", "from 0 up"]),
      (["plan", "--ranks", "8,,64"], ["8,,64", "--ranks"]), (["plan", "--ranks", "0"], ["'0'", "--ranks"]),
      (["plan", "--wire", "fp8"], ["'fp8'", "'fp32' and 'bf16'"]), (["plan", "--mode", "odd"], ["'odd'"]),
      (["plan", "--images", "0"], ["a count is 0"]), (["plan", "--words", "7000"], ["--words is 7000"]),
      (
        ["plan", "--measure", "--ranks", "2"] + small, ["--latency is missing", "on one node cannot measure"]
      ),
    ])
  func faults(arguments: [String], phrases: [String]) throws {
    try Launch(arguments: arguments).expectOneMessage(.usage, phrases)
  }

  @Test("A directory without measurements is told once, on two ranks too", arguments: [0, 2])
  func nothingToCompare(ranks: Int) throws {
    try Launch(arguments: ["plan", "--compare", "/nowhere"], ranks: ranks)
      .expectOneMessage(.noInput, ["/nowhere/measurements.jsonl", "Launch/scale"])
  }
}
