import Evaluation
import Failures
import Foundation
import Tensor
import Testing

@Suite struct LocalizationReportTests {
  /// Two images with three phrases, found at rank 1, at rank 2 and never.
  private func report(
    categories: [String] = ["toys", "other", "people", "anvils", "scene"]
  ) throws -> LocalizationReport {
    func phrase(_ overlaps: [Float], _ categories: [Int]) -> LocalizationPhrase {
      LocalizationPhrase(text: "it", row: 0, overlaps: overlaps, categories: categories)
    }
    var tally = LocalizationTally(categories: categories, candidateLimit: 3)
    try tally.add(
      image: "a", phrases: [phrase([0.2, 0.5], [0, 2]), phrase([0.7, 0.4], [1])], scores: Matrix([[1, 2]]))
    try tally.add(image: "b", phrases: [phrase([0, 0.1, 0.2], [2, 3])], scores: Matrix([[1, 2, 3]]))
    return try tally.report(
      leftOut: LocalizationLeftOut(photos: 2, lines: 1, phrases: 12), reasons: "2 of 4 photos left out")
  }

  private let protocolText =
    "2 images x 2.5 candidates on average, correct from IoU 0.5 with the union of the phrase's boxes, "
    + "ties count against the model, 2 of 4 photos left out"

  @Test("The JSON object has the agreed names in the agreed order, the published categories before others")
  func json() throws {
    #expect(
      try report().json
        == #"{"protocol": "\#(protocolText)", "phrases": 3, "images": 2, "#
        + #""r1": 33.333, "r5": 66.667, "r10": 66.667, "upper_bound": 66.667, "#
        + #""median_rank": 1.5, "mean_rank": 1.5, "categories": {"#
        + #""people": {"phrases": 2, "r1": 50.0, "r5": 50.0, "r10": 50.0, "upper_bound": 50.0}, "#
        + #""other": {"phrases": 1, "r1": 0.0, "r5": 100.0, "r10": 100.0, "upper_bound": 100.0}, "#
        + #""anvils": {"phrases": 1, "r1": 0.0, "r5": 0.0, "r10": 0.0, "upper_bound": 0.0}, "#
        + #""toys": {"phrases": 1, "r1": 100.0, "r5": 100.0, "r10": 100.0, "upper_bound": 100.0}}, "#
        + #""left_out": {"photos": 2, "lines": 1, "phrases": 12}}"#)
  }

  @Test("The JSON object is read again as the same report, whatever a category is called")
  func decoding() throws {
    let strange = ["a \"toy\" \\", "tab\tand\u{1}line\n", "\u{1F9F8}", "", "scene"]
    for report in [try report(), try report(categories: strange)] {
      #expect(try JSONDecoder().decode(LocalizationReport.self, from: Data(report.json.utf8)) == report)
      #expect(
        try JSONDecoder().decode(LocalizationReport.self, from: JSONEncoder().encode(report)) == report)
    }
  }

  @Test("When no phrase has a correct candidate there are no ranks")
  func neverFound() throws {
    var tally = LocalizationTally(categories: [], candidateLimit: 0)
    let phrase = LocalizationPhrase(text: "it", row: 0, overlaps: [], categories: [])
    try tally.add(image: "a", phrases: [phrase], scores: Matrix(rows: 1, columns: 0))
    let report = try tally.report(leftOut: nil)
    #expect(report.json.contains(#""upper_bound": 0.0, "median_rank": null, "mean_rank": null, "#))
    #expect(report.table.contains("\nno phrase has a correct candidate\n"))
    #expect(try JSONDecoder().decode(LocalizationReport.self, from: Data(report.json.utf8)) == report)
  }

  @Test("The published categories come in the published order")
  func order() throws {
    let published = [
      "people", "clothing", "bodyparts", "animals", "vehicles", "instruments", "scene", "other",
    ]
    let names = Array((published + ["zebras", "ants"]).reversed())
    var tally = LocalizationTally(categories: names, candidateLimit: 1)
    let phrase = LocalizationPhrase(text: "it", row: 0, overlaps: [1], categories: Array(names.indices))
    try tally.add(image: "a", phrases: [phrase], scores: Matrix([[1]]))
    let report = try tally.report(leftOut: nil)
    #expect(report.categoriesInOrder.map(\.name) == published + ["ants", "zebras"])
  }

  @Test("The table has its columns under each other, the ranks and the protocol below")
  func table() throws {
    #expect(
      try report().table == """
                        phrases    R@1    R@5   R@10  upper bound
        all                   3   33.3   66.7   66.7         66.7
        people                2   50.0   50.0   50.0         50.0
        other                 1    0.0  100.0  100.0        100.0
        anvils                1    0.0    0.0    0.0          0.0
        toys                  1  100.0  100.0  100.0        100.0
        first correct candidate, where there is one: median rank 1.5, mean rank 1.5
        \(protocolText)
        """)
    let long = try report(categories: ["toys of a kind with a long name", "1", "2", "3", "4"]).table
    let lines = long.split(separator: "\n").prefix(6)
    #expect(Set(lines.map(\.count)).count == 1, "\(long)")
  }

  @Test("Nothing counted is a failure that tells how many phrases were left out")
  func nothingCounted() {
    let failure = #expect(throws: Failure.self) {
      try LocalizationTally(categories: ["people"], candidateLimit: 5).report(
        leftOut: LocalizationLeftOut(photos: 0, lines: 0, phrases: 7))
    }
    #expect(failure?.status == .badData)
    #expect(failure?.found == "no phrase with a box, and 7 left out")
  }
}
