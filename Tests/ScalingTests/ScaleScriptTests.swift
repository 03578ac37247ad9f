import Failures
import Foundation
import TestSupport
import Testing

/// The scripts as people start them; they run the optimised program.
@Suite("Launch/scale and Launch/two-hosts", .serialized)
struct ScaleScriptTests {
  private static let shape = [
    "--", "--image-dimensions", "16", "--text-dimensions", "20", "--hidden", "8", "--embedding", "8",
    "--steps", "2",
  ]

  private static func script(_ name: String, _ arguments: [String]) -> Launch {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).joined(separator: "/")
    return Launch(arguments: arguments, executable: "\(root)/Launch/\(name)")
  }

  private static let isRoot = geteuid() == 0

  @Test("Each round runs each number of ranks once, strong and weak, and a report comes of it")
  func rounds() throws {
    let directory = try TemporaryDirectory()
    let options = ["--ranks", "1,2", "--repeats", "2", "--images", "12", "--images-per-rank", "6"]
    let outcome = try Self.script("scale", options + ["--output", directory.path] + Self.shape).run()
    #expect(outcome.status == 0, "\(outcome)")
    let lines = String(decoding: try directory.bytes(of: "measurements.jsonl"), as: UTF8.self)
      .split(separator: "\n").map { Data($0.utf8) }
    let runs = try lines.map { try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:] }
    let round = ["strong 1 12", "strong 2 12", "weak 1 6", "weak 2 12"]
    #expect(
      runs.map { "\($0["mode"] ?? "") \($0["ranks"] ?? "") \($0["images"] ?? "")" } == round + round,
      "\(outcome)")
    #expect(runs.map { $0["round"] as? Int } == [1, 1, 1, 1, 2, 2, 2, 2])
    let csv = String(decoding: try directory.bytes(of: "scaling.csv"), as: UTF8.self)
    #expect(csv.split(separator: "\n").count == 5, "\(csv)")
    #expect(outcome.output.contains("strong scaling, 12 images in all"), "\(outcome)")
    let drawing = try PageElement.parse(
      String(decoding: try directory.bytes(of: "scaling.svg"), as: UTF8.self))
    #expect(drawing.name == "svg")
  }

  @Test("Runs that fail are told, and give no numbers and no report")
  func failingRuns() throws {
    let directory = try TemporaryDirectory()
    let options = ["--ranks", "1", "--repeats", "1", "--mode", "strong", "--output", directory.path]
    let outcome = try Self.script("scale", options + ["--", "--steps", "0"]).run()
    #expect(outcome.status != 0 && outcome.errors.contains("failed with status 64"), "\(outcome)")
    #expect(outcome.messages.count == 2 && outcome.messages[1].contains("no run succeeded"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: directory.file("scaling.csv")))
  }

  @Test(
    "Options that make no sense are refused before anything runs",
    arguments: [
      (["--ranks", "1,x"], "'x' is no count"), (["--mode", "fast"], "--mode is 'fast'"),
      (["--bogus"], "--bogus"),
      (["--repeats"], "--repeats needs a value"), (["--repeats", "0"], "'0' is no count"),
      (["--", "--images", "3"], "--images stands behind --"),
    ])
  func usage(arguments: [String], phrase: String) throws {
    let outcome = try Self.script("scale", ["--output", "/nowhere"] + arguments).run()
    #expect(outcome.status == 64 && outcome.errors.contains(phrase), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }

  @Test("Two hosts have names of their own, and of their files nothing stays", .enabled(if: isRoot))
  func twoHosts() throws {
    let outcome = try Self.script(
      "two-hosts",
      [
        "--rate", "none", "mpirun", "-n", "2", "sh", "-c",
        "hostname; echo $OMPI_MCA_orte_default_hostfile; exit 5",
      ]
    ).run()
    #expect(outcome.status == 5, "\(outcome)")
    #expect(Set(outcome.lines.filter { $0.hasPrefix("host-") }) == ["host-a", "host-b"], "\(outcome)")
    let hostFile = try #require(outcome.lines.first { $0.hasSuffix("/hostfile") })
    #expect(!FileManager.default.fileExists(atPath: (hostFile as NSString).deletingLastPathComponent))
  }

  @Test("The link between two hosts has the limit asked for, or none", .enabled(if: isRoot))
  func limit() throws {
    let list = ["sh", "-c", "tc qdisc show dev eth0"]
    let limited = try Self.script("two-hosts", ["--rate", "250mbit"] + list).run()
    #expect(limited.output.contains("tbf") && limited.output.contains("rate 250Mbit"), "\(limited)")
    let free = try Self.script("two-hosts", ["--rate", "none"] + list).run()
    #expect(free.status == 0 && !free.output.contains("tbf"), "\(free)")
  }

  @Test(
    "Ranks on two hosts are two nodes to the experiment, and the limit of the link holds",
    .enabled(if: isRoot))
  func experimentOnTwoHosts() throws {
    let directory = try TemporaryDirectory()
    let program = try #require(Self.script("scale", []).executable)
    let outcome = try Self.script(
      "two-hosts",
      [
        "--rate", "1gbit", program, "--ranks", "2", "--repeats", "1", "--mode", "strong", "--images", "12",
        "--output", directory.path,
      ] + Self.shape
    ).run()
    #expect(outcome.status == 0 && outcome.errors.contains("rate 1gbit"), "\(outcome)")
    let csv = String(decoding: try directory.bytes(of: "scaling.csv"), as: UTF8.self)
    #expect(csv.contains("\nstrong,2,2,"), "\(csv)")
  }

  @Test("A link that cannot be made ends with one message", .enabled(if: isRoot))
  func badRate() throws {
    let outcome = try Self.script("two-hosts", ["--rate", "brisk", "true"]).run()
    #expect(outcome.status == 69 && outcome.errors.contains("cannot limit the link to brisk"), "\(outcome)")
  }
}
