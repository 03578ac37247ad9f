import Foundation

extension DatasetReport {
  private struct Content: Encodable {
    struct Counts: Encodable {
      let photos: Int
      let lines: Int
      let phrases: Int
    }

    let summary: [String]
    let warnings: [String]
    let problems: [String]
    let leftOut: [String: Counts]

    enum CodingKeys: String, CodingKey {
      case summary, warnings, problems
      case leftOut = "left_out"
    }
  }

  /// One JSON object on one line: `summary`, `warnings`, `problems`, each a list of lines, and under `left_out` for each
  /// split of regions and phrases the `photos`, `lines` and `phrases` that are not used.
  package var json: String {
    get throws {
      let counts = leftOut.map { split, counts in
        (split, Content.Counts(photos: counts.photos, lines: counts.lines, phrases: counts.phrases))
      }
      let content = Content(
        summary: summary, warnings: warnings, problems: problems.map(\.description),
        leftOut: Dictionary(uniqueKeysWithValues: counts))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(content), as: UTF8.self)
    }
  }
}
