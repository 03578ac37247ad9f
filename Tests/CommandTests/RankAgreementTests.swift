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

    /// A file of which one rank has another.
    struct OtherFile: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let message: String
      let change: @Sendable (SyntheticDataset) throws -> Void
    }

    private static func changeRow(of file: String, images: Int, split: Int)
      -> @Sendable (SyntheticDataset) throws -> Void
    {
      { data in
        var rows = SyntheticDataset.features(images, split: split)
        rows[7][2] += 0.125
        try data.writeFeatures(rows, to: file)
      }
    }

    static let otherFiles = [
      OtherFile(
        testDescription: "a number of a feature", message: "another train_ims.npy than rank 0 on",
        change: changeRow(of: "train_ims.npy", images: 60, split: 0)),
      OtherFile(
        testDescription: "a number of the dev split", message: "another dev_ims.npy than rank 0 on",
        change: changeRow(of: "dev_ims.npy", images: 20, split: 1)),
      OtherFile(testDescription: "a caption", message: "another train_caps.txt than rank 0 on") { data in
        var captions = try data.lines(of: "train_caps.txt")
        captions[3] = "a \(SyntheticDataset.topics[1]) with noise9"
        try data.write(captions, to: "train_caps.txt")
      },
      OtherFile(testDescription: "an id", message: "another dev_ids.txt than rank 0 on") { data in
        var ids = try data.lines(of: "dev_ids.txt")
        ids[3] = "other"
        try data.write(ids, to: "dev_ids.txt")
      },
      OtherFile(testDescription: "no ids", message: "no dev_ids.txt, unlike rank 0 on") {
        try $0.remove("dev_ids.txt")
      },
      OtherFile(
        testDescription: "vectors", message: "train_sents.npy, which is not there for rank 0 on"
      ) { data in
        for (name, count) in [("train", 300), ("dev", 100)] {
          try data.writeFeatures(SyntheticDataset.features(count, split: 0), to: "\(name)_sents.npy")
        }
      },
    ]

    @Test("Other data of one rank are refused with its rank and the file", arguments: otherFiles)
    func data(_ file: OtherFile) throws {
      let run = Workplace.freePath()
      let other = try Fixtures.data().copy()
      try file.change(other)
      try expectOneMessage(
        .configuration, ["rank 1 on ", file.message, "the same files on every host"],
        of: Self.launch(
          Fixtures.train(run: run).arguments, Fixtures.train(data: other.path, run: run).arguments))
      #expect(!Workplace.exists(run))
    }

    @Test("Under mpirun nothing follows the one message", arguments: [1, 2, 4])
    func message(ranks: Int) throws {
      let outcome = try Launch(arguments: ["evaluate", "/nowhere"], ranks: ranks).run()
      #expect(outcome.status == 66 && outcome.messages.count == 1, "\(outcome)")
      #expect(outcome.errors == outcome.messages[0] + "\n", "\(outcome)")
    }

    @Test("Copies of the same data are the same data")
    func copies() throws {
      let run = Workplace.freePath()
      try expectSuccess(
        Self.launch(
          Fixtures.train(run: run).arguments,
          Fixtures.train(data: Fixtures.data().copy().path, run: run).arguments))
    }
  }
}
