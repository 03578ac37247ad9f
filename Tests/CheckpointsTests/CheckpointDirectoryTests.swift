@testable import Checkpoints
import Failures
import Foundation
import TestSupport
import Testing

@Suite struct CheckpointDirectoryTests {
  private let root: TemporaryDirectory
  private let directory: CheckpointDirectory

  init() throws {
    root = try TemporaryDirectory()
    directory = CheckpointDirectory(path: root.path)
    try directory.prepareForWriting()
  }

  @Test("A checkpoint that was written is the newest, with its files as written")
  func writtenIsFound() throws {
    let written = try directory.write("step-1") { try save([1, 2, 3], to: "\($0)/weights") }
    let (found, skipped) = try directory.newestValid()
    #expect(found == written && skipped.isEmpty)
    #expect(found?.fileNames == ["weights"])
    #expect(try root.bytes(of: "step-1/weights") == [1, 2, 3])
    #expect(try root.bytes(of: "latest") == Array("step-1\n".utf8))
    #expect(try found?.path(of: "weights") == root.file("step-1/weights"))
    #expect(throws: Failure.self) { try found?.path(of: "../step-1/weights") }
  }

  @Test("A directory that is empty or not there has no checkpoint and no fault")
  func nothingThere() throws {
    for path in [root.path, root.file("none")] {
      let (found, skipped) = try CheckpointDirectory(path: path).newestValid()
      #expect(found == nil && skipped.isEmpty)
      #expect(try CheckpointDirectory(path: path).best() == nil)
    }
  }

  @Test("A write that fails half way leaves the checkpoints before it and nothing else")
  func failedWrite() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    for name in ["step-1", "step-2"] {
      let failure = #expect(throws: Failure.self) {
        try directory.write(name) { temporary in
          try save([9], to: "\(temporary)/weights")
          throw Failure(.inputOutput, "no space")
        }
      }
      #expect(failure?.found == "no space")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["latest", "step-1"])
    #expect(try directory.newestValid().checkpoint?.name == "step-1")
    #expect(try root.bytes(of: "step-1/weights") == [1])
  }

  @Test("What a killed run left is not taken for a checkpoint, and cleared away at the next start")
  func leftovers() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    for name in [".writing-step-2", ".discarded-step-0"] {
      try FileManager.default.createDirectory(atPath: root.file(name), withIntermediateDirectories: false)
      try save([2], to: root.file("\(name)/weights"))
    }
    try save([], to: root.file(".writing-latest"))
    #expect(try directory.newestValid().checkpoint?.name == "step-1")
    try directory.prepareForWriting()
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["latest", "step-1"])
  }

  @Test("A run killed while it replaced a checkpoint has the old one again at the next start")
  func interruptedReplacement() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    try FileManager.default.moveItem(atPath: root.file("step-1"), toPath: root.file(".replaced-step-1"))
    try directory.prepareForWriting()
    #expect(try directory.newestValid().checkpoint?.name == "step-1")
    try FileManager.default.copyItem(atPath: root.file("step-1"), toPath: root.file(".replaced-step-1"))
    try directory.prepareForWriting()
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["latest", "step-1"])
  }

  @Test("A name that is written again holds the new files only")
  func replacement() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/old") }
    try directory.write("step-1") { try save([2], to: "\($0)/new") }
    #expect(try directory.newestValid().checkpoint?.fileNames == ["new"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() == ["latest", "step-1"])
  }

  @Test("The newest, the best and the one written last are kept, the others removed")
  func keepLast() throws {
    for step in 1...6 {
      try directory.write("step-\(step)") { try save([UInt8(step)], to: "\($0)/weights") }
      if step == 2 { try directory.markBest("step-2") }
    }
    try directory.keepLast(2)
    #expect(try directory.names() == ["step-6", "step-5", "step-2"])
    #expect(try directory.best()?.name == "step-2")
    try directory.write("step-4") { try save([4], to: "\($0)/weights") }
    try directory.keepLast(1)
    #expect(try directory.names() == ["step-6", "step-4", "step-2"])
  }

  @Test(
    "A name in a text file cannot lead out of the directory",
    arguments: [
      "../outside\n", "/etc\n", "..\n", ".\n", "\n", "", "a/b\n", "step-1", "step-1\n\n", ".writing-x\n",
      "é\n",
    ])
  func namesLeadNowhere(text: String) throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    for file in ["latest", "best"] { try save(Array(text.utf8), to: root.file(file)) }
    let (found, skipped) = try directory.newestValid()
    #expect(found?.name == "step-1")
    #expect(skipped.map(\.name) == ["latest"])
    let failure = #expect(throws: Failure.self) { try directory.best() }
    #expect(failure?.location == root.file("best") && failure?.status == .badData)
  }

  @Test("A manifest or a link cannot make a file outside the directory part of a checkpoint")
  func filesLeadNowhere() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    #expect(throws: Failure.self) {
      try directory.checkpoint("../\((root.path as NSString).lastPathComponent)/step-1")
    }
    try save([1], to: root.file("outside"))
    let manifest = try String(contentsOfFile: root.file("step-1/manifest.json"), encoding: .utf8)
    let path = root.file("step-1/manifest.json")
    try save(Array(manifest.replacingOccurrences(of: "weights", with: "../outside").utf8), to: path)
    let leading = #expect(throws: Failure.self) { try directory.checkpoint("step-1") }
    #expect(leading?.found == "names the file ../outside")
    try save(Array(manifest.utf8), to: path)
    try FileManager.default.removeItem(atPath: root.file("step-1/weights"))
    try FileManager.default.createSymbolicLink(
      atPath: root.file("step-1/weights"), withDestinationPath: root.file("outside"))
    let linked = #expect(throws: Failure.self) { try directory.checkpoint("step-1") }
    #expect(linked?.found == "is a symbolic link")
  }

  @Test("A latest file that names what is gone is reported")
  func latestIsGone() throws {
    try directory.write("step-1") { try save([1], to: "\($0)/weights") }
    try save(Array("step-2\n".utf8), to: root.file("latest"))
    let (found, skipped) = try directory.newestValid()
    #expect(found?.name == "step-1")
    #expect(skipped.map(\.reason.found) == ["names step-2, which is not there"])
  }

  private func save(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
