import Foundation

/// The processes of a job while it runs and after it.
package struct JobProcesses {
  package let launcher: Int32
  /// By their ranks.
  package private(set) var ranks: [Int32] = []

  /// Waits until all ranks of a job on this host run.
  package init(launcher: Int32, rankCount: Int) throws {
    self.launcher = launcher
    try waitUntil("\(rankCount) ranks run") {
      ranks = (0..<rankCount).compactMap { rank in
        Self.children(of: launcher).first { Self.variables(of: $0).contains("OMPI_COMM_WORLD_RANK=\(rank)") }
      }
      return ranks.count == rankCount
    }
  }

  /// Which of the ranks' processes are still there; they have two seconds to go.
  package func left() -> [Int32] {
    let deadline = Date(timeIntervalSinceNow: 2)
    while Date() < deadline, ranks.contains(where: Self.isAlive) { usleep(20_000) }
    return ranks.filter(Self.isAlive)
  }

  private static func isAlive(_ process: Int32) -> Bool {
    let state = fields(of: process).first
    return state != nil && state != "Z" && state != "X"
  }

  private static func children(of parent: Int32) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { fields(of: $0).dropFirst().first == "\(parent)" }
  }

  /// Of /proc/PID/stat, from the state on.
  private static func fields(of process: Int32) -> [Substring] {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return [] }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return [] }
    return text[text.index(after: end)...].split(separator: " ")
  }

  private static func variables(of process: Int32) -> Set<String> {
    let bytes = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
    return Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }
}

/// - Throws: `LaunchError` when it has not become so after half a minute.
package func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
  let deadline = Date(timeIntervalSinceNow: 30)
  while try !condition() {
    guard Date() < deadline else { throw LaunchError("not within 30 s: \(what)") }
    usleep(20_000)
  }
}
