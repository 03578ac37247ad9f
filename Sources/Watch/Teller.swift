import Failures
import Foundation

/// Tells a person why a job ends: one line, and below it where the rank was and how to go on.
final class Teller: Sendable {
  let member: JobMember
  let log: RankLog
  /// What started the job.
  let command: String

  init(member: JobMember, log: RankLog, command: String) {
    self.member = member
    self.log = log
    self.command = command
  }

  /// What is wrong with files or settings before the first step needs no more than its line.
  private static let ofPerson: Set<ExitStatus> = [.badData, .noInput, .usage, .cannotCreate, .configuration]

  /// The whole notice.
  ///
  /// - Parameters:
  ///   - rank: the one that failed.
  ///   - details: lines about the others.
  func notice(_ failure: Failure, about rank: WatchedRank?, details: [String] = []) -> String {
    var lines = ["tbn-dist: \(failure)"]
    let hasBegun = Activity.hasBegunStep || (rank?.state.step ?? 0) > 0
    if hasBegun || (member.size > 1 && !Self.ofPerson.contains(failure.status)) {
      if let rank { lines.append("  " + rank.description(of: member.size)) }
      lines += details.map { "  " + $0 }
      if let path = logPath(of: rank?.rank ?? member.rank) { lines.append("  log: \(path)") }
      lines.append("  \(member.settings.runDirectory == nil ? "again" : "go on"): \(command)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Prints it, and keeps it in this rank's log.
  ///
  /// - Parameter failure: what it is about. A run whose settings or files are refused stays as it is, log and all.
  func tell(_ notice: String, of failure: Failure) {
    log.note("ends: " + notice.trimmingCharacters(in: .newlines))
    if Activity.hasBegunStep || !Self.ofPerson.contains(failure.status) { log.flush() }
    StandardError.write(notice)
  }

  /// That rank's log, or this one's where that cannot be seen from here.
  private func logPath(of rank: Int) -> String? {
    let paths = [rank, member.rank].compactMap {
      RankLog(runDirectory: member.settings.runDirectory, rank: $0).path
    }
    return paths.first { access($0, F_OK) == 0 }
  }
}
