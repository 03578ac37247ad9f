import Checkpoints
import Failures
import Files
import Foundation

/// A run on disk: its configuration, its metrics, its environment and its checkpoints.
package struct RunDirectory: Sendable {
  package let path: String
  package let checkpoints: CheckpointDirectory

  package init(path: String) {
    self.path = path
    checkpoints = CheckpointDirectory(path: "\(path)/checkpoints")
  }

  package var metricsPath: String { "\(path)/metrics.jsonl" }

  /// Creates the directory if it is not there. For one rank only.
  package func create() throws {
    let error = Self.create(path)
    guard error == 0 else {
      throw Failure(
        .cannotCreate, "cannot create the run directory: \(String(cString: strerror(error)))", at: path,
        remedy: "give another --run")
    }
  }

  /// Keeps other jobs from training in this directory until the lock goes with this process. For one rank only.
  ///
  /// A job that was just killed may take a moment to go: waits so long.
  package func lock() throws -> FileLock {
    let path = "\(path)/\(Self.lockName)"
    for _ in 0..<Self.lockAttempts {
      if let lock = try FileLock(path: path) {
        if let weakness = lock.weakness {
          StandardError.write("warning: \(Self.lockWarning(self.path, weakness))\n")
        }
        return lock
      }
      Thread.sleep(forTimeInterval: Self.lockPauseSeconds)
    }
    throw Failure(
      .tryAgain, "another job is training in this run directory", at: self.path,
      remedy: "wait for its end, or give another --run")
  }

  private static func lockWarning(_ run: String, _ weakness: String) -> String {
    "\(run): this file system gives no lock (\(weakness)); see to it that no second job trains in this run directory"
  }

  private static let lockName = ".lock"
  private static let lockAttempts = 100
  private static let lockPauseSeconds = 0.1

  /// Creates a directory and those above it; returns the system's error number, or 0. (Foundation's own function
  /// gives no reason a person could use.)
  private static func create(_ path: String) -> Int32 {
    var status = stat()
    if stat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR ? 0 : ENOTDIR }
    guard errno == ENOENT else { return errno }
    let parent = (path as NSString).deletingLastPathComponent
    if !parent.isEmpty, parent != path {
      let error = create(parent)
      guard error == 0 else { return error }
    }
    // By now "a/b/.." may be there.
    return mkdir(path, 0o777) == 0 || errno == EEXIST ? 0 : errno
  }

  /// Writes the effective configuration so that `--config` reads it.
  package func write(_ configuration: TrainingConfiguration) throws {
    let lines = configuration.settings.map { "\($0.name): \(Self.yaml($0.value))\n" }.joined()
    try AtomicFile.write(Data(lines.utf8), to: "\(path)/configuration.yaml")
  }

  package func write(_ environment: EnvironmentReport) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(environment), to: "\(path)/environment.json")
  }

  /// Plain where YAML reads it as the same text, else in double quotes.
  private static func yaml(_ value: String) -> String {
    let plain = value.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "/._-".unicodeScalars.contains($0)
    }
    if plain, !value.isEmpty { return value }
    let escaped = value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
      of: "\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
