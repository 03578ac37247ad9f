import Foundation
import TestSupport

/// What `rank-checks steps` wrote: numbers by scenario and name.
struct StepReport: Sendable {
  let scenarios: [String: [String: [Double]]]

  static let oneRank = Result { try StepReport { RankLaunch(ranks: 1, "steps", $0) } }

  /// - Parameter launch: for the file where the report goes.
  init(_ launch: (String) -> RankLaunch) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("steps-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try launch(file.path).run()
    guard outcome.status == 0, !outcome.timedOut else {
      throw RankLaunch.LaunchError(outcome.errors)
    }
    scenarios = try JSONDecoder().decode(
      [String: [String: [Double]]].self, from: Data(contentsOf: file))
  }
}
