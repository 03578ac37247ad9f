import Failures
import Files
import Foundation

/// Length and checksum of every file of a checkpoint, kept beside them as `manifest.json`.
struct Manifest: Codable, Equatable {
  struct File: Codable, Equatable {
    let bytes: Int
    /// CRC-32 as eight lower-case hexadecimal digits, as `crc32` of the shell prints it.
    let crc32: String
  }

  static let fileName = "manifest.json"
  static let currentFormat = 1

  let format: Int
  let files: [String: File]

  /// Of all files that stand in a directory, which may hold nothing else.
  init(ofFilesIn directory: String) throws {
    var files: [String: File] = [:]
    for name in try CheckpointDirectory.entries(of: directory) {
      precondition(
        CheckpointDirectory.isPlainName(name) && name != Self.fileName, "file \(name) in a checkpoint")
      files[name] = try File(of: "\(directory)/\(name)")
    }
    format = Self.currentFormat
    self.files = files
  }

  /// Reads a manifest; only the very bytes that `encoded()` would write are taken, so that no damage goes unseen.
  init(readFrom directory: String) throws {
    let path = "\(directory)/\(Self.fileName)"
    let data = try InputFile(path, followsLink: false).contents(atMost: 1 << 20)
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data), try manifest.encoded() == data
    else {
      throw Failure(.badData, "is not a manifest as this program writes it", at: path)
    }
    guard manifest.format == Self.currentFormat else {
      throw Failure(
        .badData, "has the format \(manifest.format)", at: path, expected: "\(Self.currentFormat)")
    }
    // Checked against nothing, a checkpoint would count as whole.
    guard !manifest.files.isEmpty else { throw Failure(.badData, "names no file", at: path) }
    if let name = manifest.files.keys.first(where: { !CheckpointDirectory.isPlainName($0) }) {
      throw Failure(.badData, "names the file \(name)", at: path, expected: "a name without a directory")
    }
    self = manifest
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// Reads every file and compares.
  func verify(filesIn directory: String) throws {
    for (name, expected) in files.sorted(by: { $0.key < $1.key }) {
      let path = "\(directory)/\(name)"
      let byteCount = try InputFile(path, followsLink: false).byteCount
      guard byteCount == expected.bytes else {
        throw Failure(.badData, "\(byteCount) bytes", at: path, expected: "\(expected.bytes)")
      }
      let found = try File(of: path)
      guard found == expected else {
        throw Failure(.badData, "checksum \(found.crc32)", at: path, expected: expected.crc32)
      }
    }
  }
}

extension Manifest.File {
  init(of path: String) throws {
    let file = try InputFile(path, followsLink: false)
    var checksum = CRC32()
    try file.forEachChunk { checksum.update($0) }
    bytes = file.byteCount
    crc32 = String(format: "%08x", checksum.value)
  }
}
