import Failures
import Files
import Foundation

/// The directory of a run's checkpoints: one subdirectory each, and the small text files `latest` and `best` that
/// hold a name.
///
/// At any moment, power cuts included, every checkpoint in it is complete. One process at a time may write. Names
/// must sort as they were written ("step-00001234"), since the newest is the one whose name sorts last.
package struct CheckpointDirectory: Sendable {
  /// A checkpoint, or a file that should name one, that cannot be used.
  package struct Skipped: Equatable, Sendable {
    /// The checkpoint, or `latest`.
    package let name: String
    /// What is wrong with it and where.
    package let reason: Failure
  }

  /// The text file that names the checkpoint written last.
  package static let latestFileName = "latest"
  /// The text file that names the checkpoint given to `markBest`.
  package static let bestFileName = "best"
  /// What the name of a checkpoint on its way out begins with.
  static let discardedPrefix = ".discarded-"
  /// What the name of a checkpoint begins with while another takes its name.
  static let replacedPrefix = ".replaced-"

  /// Where it stands.
  package let path: String

  /// A directory to read from, which need not exist yet.
  package init(path: String) {
    self.path = path
  }

  /// Names of the checkpoints that are there, good or not, the newest first.
  package func names() throws -> [String] {
    try entries().filter { Self.isPlainName($0) && Self.isDirectory("\(path)/\($0)") }.sorted(by: >)
  }

  /// The newest checkpoint whose every file is as written, `nil` when there is none, and what was passed over.
  package func newestValid() throws -> (checkpoint: Checkpoint?, skipped: [Skipped]) {
    let names = try names()
    var skipped = try faultOfLatest(names)
    for name in names {
      do {
        return (try Checkpoint(verifying: name, in: path), skipped)
      } catch let failure as Failure {
        skipped.append(Skipped(name: name, reason: failure))
      }
    }
    return (nil, skipped)
  }

  /// A checkpoint by its name.
  /// - Throws: `Failure` that says which file is missing or damaged.
  package func checkpoint(_ name: String) throws -> Checkpoint {
    guard Self.isPlainName(name) else {
      throw Failure(.badData, "\(name) is no checkpoint", at: path, expected: "a name without a directory")
    }
    return try Checkpoint(verifying: name, in: path)
  }

  /// The checkpoint that `markBest` named; `nil` when none was.
  /// - Throws: `Failure` when it is missing or damaged.
  package func best() throws -> Checkpoint? {
    try name(in: Self.bestFileName).map { try Checkpoint(verifying: $0, in: path) }
  }

  /// The name of the checkpoint given to `markBest`, whole or not; `nil` when none was.
  /// - Throws: `Failure` when the file does not hold a name.
  package func bestName() throws -> String? { try name(in: Self.bestFileName) }

  /// The name that a text file of this directory holds; `nil` when there is no such file.
  func name(in file: String) throws -> String? {
    let path = "\(path)/\(file)"
    var status = stat()
    guard lstat(path, &status) == 0 || errno != ENOENT else { return nil }
    let data = try InputFile(path, followsLink: false).contents(atMost: 256)
    let text = String(decoding: data, as: UTF8.self)
    guard text.hasSuffix("\n"), Self.isPlainName(String(text.dropLast())) else {
      throw Failure(
        .badData, "does not hold the name of a checkpoint", at: path, remedy: "remove it; checkpoints stay")
    }
    return String(text.dropLast())
  }

  private func faultOfLatest(_ names: [String]) throws -> [Skipped] {
    do {
      guard let name = try name(in: Self.latestFileName), !names.contains(name) else { return [] }
      throw Failure(.badData, "names \(name), which is not there", at: "\(path)/\(Self.latestFileName)")
    } catch let failure as Failure {
      return [Skipped(name: Self.latestFileName, reason: failure)]
    }
  }

  /// Whether this can only be something directly in a directory: ASCII letters, digits, `-`, `_`, `.`, the first
  /// of them no point.
  static func isPlainName(_ name: String) -> Bool {
    (1...200).contains(name.utf8.count) && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        let character = Character(Unicode.Scalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
      }
  }

  /// Whether a directory stands there; a link to one does not count, since it may lead anywhere.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  func entries() throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try Self.entries(of: path)
  }

  static func entries(of path: String) throws -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw Failure(.inputOutput, "cannot be listed: \(error.localizedDescription)", at: path)
    }
  }
}
