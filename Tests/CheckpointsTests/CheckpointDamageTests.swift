import Checkpoints
import Failures
import Files
import Foundation
import Tensor
import TestSupport
import Testing

/// Damage of every kind to the newest of two small checkpoints, after which the older one must be taken.
@Suite struct CheckpointDamageTests {
  private static let files = ["weights.safetensors", "state", "manifest.json"]
  private let root: TemporaryDirectory
  private let directory: CheckpointDirectory

  init() throws {
    root = try TemporaryDirectory()
    directory = CheckpointDirectory(path: root.path)
    for name in ["step-1", "step-2"] {
      try directory.write(name) { path in
        try SafetensorsWriter.write(
          [SafetensorsTensor("w", Matrix([[1, 2]]))], to: "\(path)/weights.safetensors")
        try AtomicFile.write(Data([1, 2, 3]), to: "\(path)/state")
      }
    }
  }

  @Test("A file cut off after any byte is found, and the checkpoint before it used", arguments: files)
  func truncations(file: String) throws {
    let bytes = try root.bytes(of: "step-2/\(file)")
    for length in 0..<bytes.count {
      _ = try root.write(Array(bytes[..<length]), to: "step-2/\(file)")
      try expectOlder("\(file) cut to \(length) bytes")
    }
  }

  @Test("Any flipped bit is found, and the checkpoint before it used", arguments: files)
  func bitFlips(file: String) throws {
    let bytes = try root.bytes(of: "step-2/\(file)")
    for bit in 0..<bytes.count * 8 {
      var broken = bytes
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      _ = try root.write(broken, to: "step-2/\(file)")
      try expectOlder("bit \(bit) of \(file)")
    }
    _ = try root.write(bytes, to: "step-2/\(file)")
    #expect(try directory.newestValid().checkpoint?.name == "step-2")
  }

  @Test("A missing file and a byte too many are found", arguments: files)
  func missingAndLonger(file: String) throws {
    let bytes = try root.bytes(of: "step-2/\(file)")
    _ = try root.write(bytes + [0x20], to: "step-2/\(file)")
    try expectOlder("a byte more in \(file)")
    try FileManager.default.removeItem(atPath: root.file("step-2/\(file)"))
    try expectOlder("no \(file)")
  }

  @Test("With every checkpoint damaged none is used, and each is reported")
  func allDamaged() throws {
    for name in ["step-1", "step-2"] { _ = try root.write([0], to: "\(name)/state") }
    let (found, skipped) = try directory.newestValid()
    #expect(found == nil)
    #expect(skipped.map(\.name) == ["step-2", "step-1"])
    #expect(skipped.first?.reason.description == "\(root.file("step-2/state")): 1 bytes; expected 3")
  }

  private func expectOlder(_ damage: String) throws {
    let (found, skipped) = try directory.newestValid()
    #expect(found?.name == "step-1", "\(damage)")
    #expect(skipped.map(\.name) == ["step-2"], "\(damage)")
  }
}
