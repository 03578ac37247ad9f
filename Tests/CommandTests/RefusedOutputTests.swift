import Checkpoints
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// What takes the output refuses it: full disks, limits on sizes, closed streams.
  @Suite("Output that cannot be written")
  struct RefusedOutputTests {
    /// The program in a command line of the shell, where it is `"$0"`.
    private static func shell(_ line: String) throws -> Launch.Outcome {
      try Launch(arguments: ["-c", line, try Program.path()], executable: "/bin/bash").run()
    }

    private static let large = "--hidden 16384 --embedding 16 --batch-images 20"

    @Test(
      "A full disk and a closed stream under standard output are told, with status 74",
      arguments: [">/dev/full", ">&-"])
    func standardOutput(redirection: String) throws {
      let (data, run) = (try Fixtures.data().path, try Fixtures.run())
      for command in [
        "inspect \(run)", "evaluate \(run) --data \(data)", "search \(run) --data \(data) only",
      ] {
        let outcome = try Self.shell("exec \"$0\" \(command) \(redirection)")
        #expect(outcome.status == 74 && !outcome.timedOut, "\(command): \(outcome)")
        #expect(outcome.messages.count == 1, "\(outcome)")
        #expect(outcome.messages[0].contains("standard output: cannot be written"), "\(outcome)")
      }
    }

    @Test("A reader of the output that goes away ends the program without a message")
    func closedPipe() throws {
      let outcome = try Self.shell("\"$0\" inspect \(try Fixtures.run()) | true; exit ${PIPESTATUS[0]}")
      // Where all was written before the other end was closed, the program is done.
      #expect([0, 128 + SIGPIPE].contains(outcome.status) && outcome.errors.isEmpty, "\(outcome)")
    }

    @Test(
      "Training goes on where nobody takes its messages", arguments: ["2>&-", "2>/dev/full", "2> >(true)"])
    func standardError(redirection: String) throws {
      let run = Workplace.freePath()
      let line = try Fixtures.train(run: run, epochs: 2).arguments.joined(separator: " ")
      let outcome = try Self.shell("exec \"$0\" \(line) \(redirection)")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try RunFiles(path: run).newest() == "step-00000030")
    }

    @Test(
      "A checkpoint beyond the limit on file sizes ends the run with status 74; the one before stays, and is used"
    )
    func fileSizeLimit() throws {
      let run = Workplace.freePath()
      let train = "\"$0\" train --data \(try Fixtures.data().path) --run \(run) \(Self.large)"
      try #require(try Self.shell("\(train) --epochs 1").status == 0)
      let outcome = try Self.shell("ulimit -f 4096; exec \(train) --epochs 2")
      #expect(outcome.status == 74 && outcome.messages.count == 1, "\(outcome)")
      #expect(
        outcome.messages.first?.contains("raise the limit on file sizes (ulimit -f)") == true, "\(outcome)")
      try Self.expectWhole(run, newest: "step-00000015")
      #expect(try Self.shell("\(train) --epochs 2").status == 0)
      try Self.expectWhole(run, newest: "step-00000030")
    }

    @Test(
      "A full disk ends the run with status 74; the checkpoint before stays, and is used",
      .enabled(if: getuid() == 0, "mounts a small file system, which needs root"))
    func fullDisk() throws {
      let place = try Workplace.makeDirectory()
      let train = "\"$0\" train --data \(try Fixtures.data().path) --run \(place)/run \(Self.large)"
      // Room for one checkpoint and a half.
      let mounted = try Self.shell("mount -t tmpfs -o size=28m none \(place)")
      try #require(mounted.status == 0, "\(mounted)")
      defer { _ = try? Self.shell("umount \(place)") }
      try #require(try Self.shell("\(train) --epochs 1").status == 0)
      let outcome = try Self.shell("exec \(train) --epochs 2")
      #expect(outcome.status == 74 && outcome.messages.count == 1, "\(outcome)")
      #expect(outcome.messages.first?.contains("free space on this file system") == true, "\(outcome)")
      try Self.expectWhole("\(place)/run", newest: "step-00000015")
    }

    /// Nothing half written beside the checkpoints, and the newest is as it was written.
    private static func expectWhole(_ run: String, newest: String) throws {
      let (checkpoint, skipped) = try CheckpointDirectory(path: "\(run)/checkpoints").newestValid()
      #expect(checkpoint?.name == newest && skipped.isEmpty, "\(skipped)")
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(run)/checkpoints")
      #expect(!names.contains { $0.hasPrefix(".") }, "\(names)")
    }
  }
}
