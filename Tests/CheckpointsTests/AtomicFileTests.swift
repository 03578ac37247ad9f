import Checkpoints
import Failures
import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test("A file is created, and replaced as a whole", arguments: [0, 1, 100_003])
  func createsAndReplaces(length: Int) throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write(Data([9, 9]), to: directory.file("a"))
    try AtomicFile.write(Data(bytes), to: directory.file("a"))
    #expect(try directory.bytes(of: "a") == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a"])
  }

  @Test("A link is replaced by the file, and what it led to stays")
  func replacesLink() throws {
    let directory = try TemporaryDirectory()
    let target = try directory.write([1], to: "target")
    try FileManager.default.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: target)
    try AtomicFile.write(Data([2]), to: directory.file("link"))
    #expect(try directory.bytes(of: "target") == [1])
    #expect(try directory.bytes(of: "link") == [2])
  }

  @Test("A directory that is not there is told by its name")
  func missingDirectory() throws {
    let directory = try TemporaryDirectory()
    let failure = #expect(throws: Failure.self) {
      try AtomicFile.write(Data(), to: directory.file("none/a"))
    }
    #expect(failure?.status == .inputOutput)
    #expect(
      failure?.location == directory.file("none/a"), "the name that was asked for, not that of the way there")
    #expect(failure?.description.contains("No such file or directory") == true)
  }

  @Test("A write that stops short leaves the old file and the old checkpoint, and says why")
  func shortWrite() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let checkpoints = CheckpointDirectory(path: directory.file("checkpoints"))
      try checkpoints.prepareForWriting()
      try checkpoints.write("step-1") { try AtomicFile.write(Data([1]), to: "\($0)/weights") }
      try AtomicFile.write(Data([1]), to: directory.file("a"))
      let large = Data(repeating: 7, count: 300_000)
      // The limit stands for a full disk: the system takes a part and refuses the rest.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 200_000, rlim_max: 200_000)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let failure = #expect(throws: Failure.self) { try AtomicFile.write(large, to: directory.file("a")) }
      #expect(failure?.status == .inputOutput)
      #expect(failure?.found == "writing stopped after 200000 bytes: File too large")
      let second = #expect(throws: Failure.self) {
        try checkpoints.write("step-2") { try AtomicFile.write(large, to: "\($0)/weights") }
      }
      #expect(second?.location == "\(checkpoints.path)/step-2/weights")
      #expect(try directory.bytes(of: "a") == [1])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["a", "checkpoints"])
      let (found, skipped) = try checkpoints.newestValid()
      #expect(found?.name == "step-1" && skipped.isEmpty)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: checkpoints.path).sorted() == [
          "latest", "step-1",
        ])
    }
  }
}
