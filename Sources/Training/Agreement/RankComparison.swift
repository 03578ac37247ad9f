import Failures
import Foundation
import MPI
import Version

/// Texts that must be the same on every rank, such as the version of the program and each setting.
///
/// Ranks are started by somebody else, on hosts that may have other programs and other files.
package struct RankComparison {
  /// What is compared, and this rank's text.
  package let items: [(name: String, text: String)]

  package init(_ items: [(name: String, text: String)]) {
    self.items = items
  }

  /// A collective over all ranks.
  ///
  /// - Throws: on rank 0 what names the first rank that differs from it, its host, and both texts.
  package func requireSame(on world: World, remedy: String) throws {
    let lines = items.map { "\($0.name)\t\(Self.line($0.text))\n" }.joined()
    let all = try world.communicator.gather(Array("\(world.hostName)\n\(lines)\0".utf8))
    try world.onRoot {
      let ranks = all.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.map(Self.lines)
      for (rank, found) in ranks.enumerated() where found.dropFirst() != ranks[0].dropFirst() {
        throw Self.failure(rank, found, ranks[0], remedy)
      }
    }
  }

  private static func line(_ text: String) -> String {
    text.replacingOccurrences(of: "\n", with: " ").replacingOccurrences(of: "\0", with: " ")
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  private static func failure(
    _ rank: Int, _ found: [Substring], _ expected: [Substring], _ remedy: String
  ) -> Failure {
    let differing = zip(found, expected).dropFirst().first { $0 != $1 }
    let parts = (differing?.0 ?? "").split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    let wanted = (differing?.1 ?? "").split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    return Failure(
      .configuration,
      "rank \(rank) on \(found.first ?? "?") has \(parts.first ?? "other items"): \(parts.last ?? "")",
      expected: "\(wanted.last ?? ""), as rank 0 on \(expected.first ?? "?") has", remedy: remedy)
  }
}

extension RankComparison {
  /// Settings that hosts may have in different forms.
  private static let ofOneRank: Set<String> = ["data", "run", "threads"]

  /// What must be the same before anything is loaded.
  package init(_ configuration: TrainingConfiguration) {
    let isLittleEndian = 1.littleEndian == 1
    self.init(
      [
        ("version", Version.text),
        ("byte order", isLittleEndian ? "little-endian" : "big-endian"),
      ]
        + configuration.settings.filter { !Self.ofOneRank.contains($0.name) }.map {
          ("--\($0.name)", $0.value)
        })
  }
}
