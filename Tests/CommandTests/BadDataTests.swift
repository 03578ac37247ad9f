import Failures
import Foundation
import Testing

extension CommandTests {
  /// A way to spoil a data set, and what must be said of it.
  struct SpoiltData: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Failures.ExitStatus
    let phrases: [String]
    let spoil: @Sendable (SyntheticDataset) throws -> Void

    init(
      _ description: String, _ status: Failures.ExitStatus, _ phrases: String...,
      spoil: @escaping @Sendable (SyntheticDataset) throws -> Void
    ) {
      (testDescription, self.status, self.phrases, self.spoil) = (description, status, phrases, spoil)
    }
  }

  @Suite("Training refuses bad data with one message and makes no run directory")
  struct BadDataTests {
    static let cases = [
      SpoiltData("no directory", .noInput, "there is no such directory") {
        try FileManager.default.removeItem(atPath: $0.path)
      },
      SpoiltData("no train split", .noInput, "no split 'train'", "one of the splits dev, test") {
        try $0.remove("train_ims.npy")
      },
      SpoiltData("truncated features", .badData, "train_ims.npy", "the file is truncated") {
        try $0.write(try $0.bytes(of: "train_ims.npy").dropLast(100), to: "train_ims.npy")
      },
      SpoiltData("integer features", .badData, "train_ims.npy", "'<i4'", "astype('<f4')") { data in
        var bytes = try data.bytes(of: "train_ims.npy")
        let place = try #require(bytes.range(of: Data("<f4".utf8)))
        bytes.replaceSubrange(place, with: Data("<i4".utf8))
        try data.write(bytes, to: "train_ims.npy")
      },
      SpoiltData("NaN", .badData, "train_ims.npy: row 17 holds nan in column 3") { data in
        var rows = SyntheticDataset.features(60, split: 0)
        rows[17][3] = .nan
        try data.writeFeatures(rows, to: "train_ims.npy")
      },
      SpoiltData("infinity in dev", .badData, "dev_ims.npy: row 4 holds inf in column 0") { data in
        var rows = SyntheticDataset.features(20, split: 1)
        rows[4][0] = .infinity
        try data.writeFeatures(rows, to: "dev_ims.npy")
      },
      SpoiltData("a caption too few", .badData, "train_caps.txt", "299 captions for 60 rows") {
        try $0.write(Array(try $0.lines(of: "train_caps.txt").dropLast()), to: "train_caps.txt")
      },
      SpoiltData("Latin-1", .badData, "train_caps.txt, line 3", "0xE9", "not valid UTF-8", "iconv") { data in
        var lines = try data.lines(of: "train_caps.txt").map { Data($0.utf8) }
        lines[2] = Data([0x63, 0x61, 0x66, 0xe9])
        try data.write(Data(lines.joined(separator: Data("\n".utf8))), to: "train_caps.txt")
      },
      SpoiltData("an empty line", .badData, "train_caps.txt, line 7: the line is empty") { data in
        var lines = try data.lines(of: "train_caps.txt")
        lines[6] = ""
        try data.write(lines, to: "train_caps.txt")
      },
      SpoiltData("dev of another width", .badData, "dev_ims.npy: rows of 8 numbers", "expected 16") {
        try $0.writeFeatures(SyntheticDataset.features(20, split: 1, columns: 8), to: "dev_ims.npy")
      },
      SpoiltData("too few caption vectors", .badData, "train_sents.npy: 7 rows for 300 captions") {
        try $0.writeFeatures(SyntheticDataset.features(7, split: 0), to: "train_sents.npy")
      },
      SpoiltData("an id twice", .badData, "train_ids.txt, line 9", "'train-0'", "line 1") { data in
        var ids = try data.lines(of: "train_ids.txt")
        ids[8] = ids[0]
        try data.write(ids, to: "train_ids.txt")
      },
    ]

    @Test("Bad data", arguments: cases, [0, 2])
    func refusal(of spoilt: SpoiltData, ranks: Int) throws {
      let data = try Fixtures.data().copy()
      try spoilt.spoil(data)
      let run = Workplace.freePath()
      try expectOneMessage(
        spoilt.status, spoilt.phrases, of: Fixtures.train(data: data.path, run: run, ranks: ranks))
      #expect(!Workplace.exists(run))
    }

    @Test(
      "Ranks that share a large file tell one message, with the rows that all of them have found",
      arguments: [0, 3])
    func severalParts(ranks: Int) throws {
      let data = try Fixtures.data().copy()
      // Fifteen mebibytes.
      var rows = SyntheticDataset.features(60, split: 0, columns: 65_536)
      for row in [23, 24, 59] { rows[row][65_535] = .nan }
      try data.writeFeatures(rows, to: "train_ims.npy")
      try data.writeFeatures(rows.prefix(20).map { $0 }, to: "dev_ims.npy")
      let run = Workplace.freePath()
      try expectOneMessage(
        .badData, ["train_ims.npy: row 23 holds nan in column 65535, and 2 further rows hold such numbers"],
        of: Fixtures.train(data: data.path, run: run, ranks: ranks))
    }

    @Test("A data set without a dev split trains, and every checkpoint counts as the best")
    func noDev() throws {
      let data = try Fixtures.data().copy()
      for file in ["dev_ims.npy", "dev_caps.txt", "dev_ids.txt"] { try data.remove(file) }
      let run = Workplace.freePath()
      let outcome = try expectSuccess(Fixtures.train(data: data.path, run: run, ranks: 2))
      #expect(outcome.errors.contains("no dev split"), "\(outcome)")
      let files = RunFiles(path: run)
      #expect(try files.best() == files.newest())
      #expect(try files.metrics().allSatisfy { $0["evaluation"] == nil })
    }

    @Test(
      "The default data that are not prepared: the message names the command that prepares them",
      arguments: [0, 2])
    func unpreparedEmoji(ranks: Int) throws {
      // Away from its build directory the program finds no data.
      let executable = "\(try Workplace.makeDirectory())/tbn-dist"
      // By another process: what this one has open for writing, programs that it starts meanwhile have too, and the copy
      // could not be started then.
      try Launch(arguments: [try Program.path(), executable], executable: "/bin/cp").expectSuccess()
      let run = Workplace.freePath()
      for arguments in [["--run", run], ["train", "--dry-run", "--run", run]] {
        try expectOneMessage(
          .noInput, ["the embedded data are not prepared", "tbn-emoji", "--data"],
          of: Launch(arguments: arguments, ranks: ranks, executable: executable))
      }
      #expect(!Workplace.exists(run))
    }
  }
}
