import Failures
import Foundation
import TestSupport
import Testing

/// A Python with torch.
private let python = ProcessInfo.processInfo.environment["TBN_TEST_PYTHON"] ?? ""

@Suite("Launch/compare-pytorch", .serialized)
struct ComparisonTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  private func script(_ arguments: [String], python: String? = nil) -> Launch {
    let given = python.map { ["PYTHON=\($0)"] } ?? ["-u", "PYTHON"]
    return Launch(
      arguments: given + ["\(Self.root)/Launch/compare-pytorch"] + arguments, executable: "/usr/bin/env")
  }

  /// Runs the script, which must refuse with exactly one message before anything is installed or built.
  private func expectRefusal(
    _ status: Failures.ExitStatus, _ phrases: [String], of launch: Launch,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var launch = launch
    launch.timeoutSeconds = 20
    let outcome = try launch.run()
    let asExpected = outcome.status == status.rawValue && !outcome.timedOut
    #expect(asExpected, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
    for phrase in ["compare-pytorch: "] + phrases {
      #expect(
        lines.first?.contains(phrase) == true, "\(phrase)\n\(outcome)", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "A command line that makes no sense gives one message",
    arguments: [
      (["--bogus"], ["--bogus"]), (["extra"], ["extra"]), (["--rounds"], ["--rounds", "expected one"]),
      (["--rounds", "x"], ["--rounds", "'x'"]), (["--rounds", "0"], ["--rounds is 0", "at least 1"]),
      (["--steps=-1"], ["--steps is -1", "at least 1"]), (["--hidden", "0"], ["--hidden is 0"]),
      (["--words", "6001"], ["--words is 6001", "0 to 6000"]), (["--words=-1"], ["--words is -1"]),
      (["--precision", "fp16"], ["--precision", "'fp16'", "bf16"]),
      (["--cores", "\(cores + 1)"], ["--cores is \(cores + 1)", "at most \(cores)"]),
      (["--images", "1"], ["--images is 1", "a multiple of", "equal parts"]),
    ])
  func badCommandLine(arguments: [String], phrases: [String]) throws {
    try expectRefusal(.usage, phrases + ["see 'Launch/compare-pytorch --help'"], of: script(arguments))
  }

  @Test("A file that cannot be written is refused before anything is timed")
  func unwritableFile() throws {
    let directory = try TemporaryDirectory()
    for path in ["\(directory.path)/none/file.json", directory.path] {
      try expectRefusal(.cannotCreate, ["--json", path], of: script(["--json", path]))
    }
  }

  @Test("PYTHON must be a Python, and have torch")
  func badPython() throws {
    try expectRefusal(.unavailable, ["PYTHON is /none", "with torch"], of: script([], python: "/none"))
    try expectRefusal(.unavailable, ["no torch in", "unset PYTHON"], of: script([], python: "/usr/bin/true"))
  }

  @Test("--help says what is compared, what is not the same, and how to use a Python of one's own")
  func help() throws {
    let outcome = try script(["--help"]).expectSuccess()
    for phrase in [
      "DistributedDataParallel", "synchronised batch normalisation", "fused Adam", "PYTHON=", "--precision",
      "--rounds N",
    ] {
      #expect(outcome.output.contains(phrase), "\(phrase)\n\(outcome)")
    }
  }

  @Test(
    "PyTorch's side computes the loss of a plain loop, alone and over ranks, and every first layer the same",
    .enabled(if: !python.isEmpty, "set TBN_TEST_PYTHON to a Python with torch"), arguments: [1, 2, 4])
  func check(ranks: Int) throws {
    let launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "\(ranks)"]
    let outcome = try Launch(
      arguments: (ranks > 1 ? launcher : []) + ["\(Self.root)/Launch/pytorch/time_steps.py", "--check"],
      executable: python
    ).run()
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome)")
    let found = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Double]
    let names: Set = ["loss", "loss_gradient", "first_layer", "first_layer_gradient"]
    #expect(Set(found?.keys.map { $0 } ?? []) == names, "\(outcome)")
    for (name, difference) in found ?? [:] { #expect(difference < 1e-5, "\(name)") }
  }
}
