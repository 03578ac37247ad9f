import DataParallel
import Failures
import TestSupport
import Testing

@testable import Training

@Suite("What --reproducible asks for")
struct ReproducibilityTests {
  private static func settings(_ settings: (String, String)...) throws -> TrainingConfiguration {
    try TrainingConfiguration(settings: settings.map { Setting(name: $0.0, value: $0.1) })
  }

  @Test("Without it each rank has a block and the threads asked for; with it there are fixed blocks")
  func dealing() throws {
    let usual = try Self.settings(("threads", "3"), ("reproducible-blocks", "4"))
    #expect(try usual.reproducibility() == nil && usual.askedThreads == 3)
    #expect(!usual.dealing(ranks: 6).isFixed && usual.dealing(ranks: 6).blockCount == 6)
    let fixed = try Self.settings(("reproducible", "true"), ("reproducible-blocks", "4"))
    #expect(try fixed.reproducibility()?.blocks == 4 && fixed.askedThreads == 1)
    #expect(fixed.dealing(ranks: 3).isFixed && fixed.dealing(ranks: 3).blockCount == 4)
  }

  @Test(
    "What rounds by ranks or threads is refused beside it",
    arguments: [("wire", "bf16", "--wire bf16"), ("threads", "2", "--threads 2")])
  func refusals(name: String, value: String, phrase: String) throws {
    let other = try Self.settings((name, value))
    #expect(try other.reproducibility() == nil)
    let both = try Self.settings(("reproducible", "true"), (name, value))
    #expect { try both.reproducibility() } throws: { TrainingConfiguration.message(for: $0).contains(phrase) }
  }

  @Test("Ranks that compute by the same code are welcome")
  func sameKernels() throws {
    try Reproducibility.requireSame([("a", "X"), ("b", "X"), ("c", "X")])
    try Reproducibility.requireSame([("a", "X")])
  }

  @Test(
    "The rank that is not like most is named, with its host and both codes",
    arguments: [
      (["X", "X", "Y"], "rank 2 on host2 computes by Y, rank 0 on host0 by X"),
      (["Y", "X", "X"], "rank 0 on host0 computes by Y, rank 1 on host1 by X"),
      (["X", "Y"], "rank 1 on host1 computes by Y, rank 0 on host0 by X"),
      (["X", "Y", "Z", "Z"], "rank 0 on host0 computes by X, rank 2 on host2 by Z"),
    ])
  func mixture(kernels: [String], message: String) {
    expectFailure(.configuration, message, "one type of processor") {
      try Reproducibility.requireSame(kernels.enumerated().map { ("host\($0.offset)", $0.element) })
    }
  }
}
