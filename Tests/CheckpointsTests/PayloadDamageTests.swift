import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

/// Flipped bits of a checkpoint's numbers, of which nothing but the checksum can tell.
@Suite("Damaged numbers of a checkpoint")
struct PayloadDamageTests {
  private static let bitCount = 10_000

  @Test("Each of 10,000 flipped bits of the numbers is found, and the checkpoint before is used")
  func flippedBits() throws {
    let root = try TemporaryDirectory()
    let checkpoints = CheckpointDirectory(path: root.path)
    for name in ["step-1", "step-2"] {
      try checkpoints.write(name) { directory in
        let weights = (0..<24).map { row in (0..<16).map { Float(row) / Float($0 + 1) } }
        try SafetensorsWriter.write(
          [SafetensorsTensor("w", Matrix(weights))], to: "\(directory)/w.safetensors")
      }
    }
    let bytes = try root.bytes(of: "step-2/w.safetensors")
    let payload = 24 * 16 * 4 * 8
    var unnoticed: [Int] = []
    for draw in 0..<Self.bitCount {
      // Every bit of the numbers, in steps that have no factor in common with their count.
      let bit = bytes.count * 8 - payload + draw * 5 % payload
      var broken = bytes
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      try root.write(broken, to: "step-2/w.safetensors")
      if try checkpoints.newestValid().checkpoint?.name != "step-1" { unnoticed.append(bit) }
    }
    #expect(unnoticed.isEmpty)
    try root.write(bytes, to: "step-2/w.safetensors")
    #expect(try checkpoints.newestValid().checkpoint?.name == "step-2")
  }

  @Test("A manifest that names no file makes no checkpoint whole")
  func emptyManifest() throws {
    let root = try TemporaryDirectory()
    let checkpoints = CheckpointDirectory(path: root.path)
    try checkpoints.write("step-1") { try Data([1]).write(to: URL(fileURLWithPath: "\($0)/state")) }
    try root.write(#"{"files":{},"format":1}"#, to: "step-1/manifest.json")
    let (newest, skipped) = try checkpoints.newestValid()
    #expect(newest == nil)
    #expect(skipped.first?.reason.found == "names no file")
  }

  @Test(
    "Names that lead out of the directory of checkpoints are refused",
    arguments: ["../step-1", "/tmp", "..", "a/b", ""])
  func namesOutside(name: String) throws {
    let root = try TemporaryDirectory()
    let checkpoints = CheckpointDirectory(path: root.path)
    try checkpoints.write("step-1") { try root.write([1], to: "\(($0 as NSString).lastPathComponent)/state") }
    for file in ["latest", "best"] { try root.write("\(name)\n", to: file) }
    expectFailure(.badData, "best", "does not hold the name of a checkpoint") { _ = try checkpoints.best() }
    let (newest, skipped) = try checkpoints.newestValid()
    #expect(newest?.name == "step-1")
    #expect(skipped.map(\.name) == ["latest"])
    expectFailure(.badData) { _ = try checkpoints.checkpoint(name) }
  }
}
