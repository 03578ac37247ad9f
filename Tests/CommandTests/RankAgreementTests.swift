import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Ranks that were started differently")
  struct RankAgreementTests {
    /// Two ranks with command lines of their own.
    private static func launch(_ first: [String], _ second: [String]) throws -> Launch {
      let program = try Launch.path(ofProgram: "tbn-dist")
      let mine = ["-n", "1", program] + first + [":", "-n", "1", program] + second
      return Launch(arguments: mine, executable: "/usr/bin/mpirun")
    }

    @Test("Another setting of one rank is refused with its name, its rank and both values")
    func setting() throws {
      let run = Workplace.freePath()
      let arguments = try Fixtures.train(run: run).arguments
      try expectOneMessage(
        .configuration,
        ["rank 1 on ", "has --margin: 0.25; expected 0.05, as rank 0 on ", "the same command"],
        of: Self.launch(arguments, arguments + ["--margin", "0.25"]))
      #expect(!Workplace.exists(run))
    }

    @Test("Other data of one rank are refused with its rank")
    func data() throws {
      let run = Workplace.freePath()
      let other = try Fixtures.data().copy()
      var captions = try other.lines(of: "train_caps.txt")
      captions[3] = "a \(SyntheticDataset.topics[1]) with noise9"
      try other.write(captions, to: "train_caps.txt")
      try expectOneMessage(
        .configuration, ["rank 1 on ", "has a training split with the fingerprint: ", "the same files"],
        of: Self.launch(
          Fixtures.train(run: run).arguments, Fixtures.train(data: other.path, run: run).arguments))
      #expect(!Workplace.exists(run))
    }
  }
}
