import Foundation

/// What a rank has to say that is not for the person's screen: RUN/logs/rank-N.log.
///
/// It is made when something is written, and only where the run directory is there. A host that cannot write there does
/// without: a log must not end a job.
final class RankLog: @unchecked Sendable {
  let path: String?
  private let runDirectory: String?
  private let lock = NSLock()
  private var waiting: [String] = []

  /// - Parameter runDirectory: nil: nothing is written.
  init(runDirectory: String?, rank: Int) {
    self.runDirectory = runDirectory
    path = runDirectory.map { "\($0)/logs/rank-\(rank).log" }
  }

  /// Keeps a line until another must be written.
  func note(_ text: String) {
    lock.withLock { waiting.append(Self.stamped(text)) }
  }

  /// Appends what was noted, and these lines.
  func write(_ text: String) {
    note(text)
    flush()
  }

  func flush() {
    lock.withLock {
      guard let runDirectory, let path, !waiting.isEmpty, access(runDirectory, W_OK) == 0 else { return }
      mkdir("\(runDirectory)/logs", 0o777)
      let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
      guard file >= 0 else { return }
      defer { close(file) }
      let bytes = Array(waiting.joined().utf8)
      if Foundation.write(file, bytes, bytes.count) == bytes.count { waiting = [] }
    }
  }

  private static func stamped(_ text: String) -> String {
    var (now, parts) = (time(nil), tm())
    gmtime_r(&now, &parts)
    var stamp = [CChar](repeating: 0, count: 32)
    strftime(&stamp, stamp.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    let moment = String(decoding: stamp.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "\(moment) \(text)\n"
  }
}
