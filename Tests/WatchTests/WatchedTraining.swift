import Foundation
import TestSupport
import Testing

/// A long training job on a small data set, of which a rank is hit by a signal.
struct WatchedTraining {
  let directory: TemporaryDirectory
  var run: String { directory.file("run") }

  init() throws {
    directory = try TemporaryDirectory()
    let rows = (0..<60).map { image in (0..<16).map { Float((image * 7 + $0 * 5) % 11) } }
    let captions = (0..<60).flatMap { image in (0..<5).map { "picture \(image % 12) word\($0)" } }
    try directory.writeSplit("train", rows: rows, captions: captions)
  }

  func launch(ranks: Int, _ options: [String] = [], epochs: Int = 1_000_000) -> Launch {
    var launch = Launch(
      arguments: [
        "train", "--data", directory.path, "--run", run, "--hidden", "32", "--embedding", "16",
        "--batch-images",
        "20", "--epochs", "\(epochs)", "--threads", "1", "--stall-timeout", "3",
      ] + options, ranks: ranks)
    launch.timeoutSeconds = 60
    return launch
  }

  struct End {
    let outcome: Launch.Outcome
    /// From the signal on.
    let seconds: Double
    let left: [Int32]
  }

  /// Sends a signal to a rank some steps after the beginning, and waits for the end.
  ///
  /// - Parameter limit: an end that took more seconds is tried again, twice: a busy machine stands still at times, while a
  ///   job that is slow by itself is so each time.
  func end(after signal: Int32, toRank victim: Int, of ranks: Int, within limit: Double) throws -> End {
    for _ in 0..<2 {
      let end = try end(after: signal, toRank: victim, of: ranks)
      if end.seconds < limit { return end }
      try FileManager.default.removeItem(atPath: run)
    }
    return try end(after: signal, toRank: victim, of: ranks)
  }

  private func end(after signal: Int32, toRank victim: Int, of ranks: Int) throws -> End {
    var (processes, start) = (JobProcesses?.none, Date())
    let outcome = try launch(ranks: ranks).run { launcher in
      let found = try JobProcesses(launcher: launcher, rankCount: ranks)
      processes = found
      // A rank that has taken a step makes its log when it next tells where it is.
      try waitUntil("the ranks take steps") {
        let logs = (0..<ranks).map { "\(run)/logs/rank-\($0).log" }
        return logs.allSatisfy { FileManager.default.fileExists(atPath: $0) }
      }
      start = Date()
      kill(found.ranks[victim], signal)
    }
    let seconds = Date().timeIntervalSince(start)
    return End(outcome: outcome, seconds: seconds, left: processes?.left() ?? [])
  }

  func log(ofRank rank: Int) throws -> String {
    String(decoding: try directory.bytes(of: "run/logs/rank-\(rank).log"), as: UTF8.self)
  }
}
