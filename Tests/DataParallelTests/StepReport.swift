import Foundation
import TestSupport

/// What `rank-checks steps` wrote: numbers by scenario and name.
struct StepReport: Sendable {
  let scenarios: [String: [String: [Double]]]

  static let oneRank = Result { try StepReport { Launch.checks(ranks: 1, "steps", $0) } }

  /// - Parameter launch: for the file where the report goes.
  init(_ launch: (String) -> Launch) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("steps-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try launch(file.path).run()
    guard outcome.status == 0, !outcome.timedOut else {
      throw LaunchError(outcome.errors)
    }
    scenarios = try JSONDecoder().decode(
      [String: [String: [Double]]].self, from: Data(contentsOf: file))
  }
}
