import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("Numbers that may be ids")
struct NumericIDsTests {
  private func load(ids: [String], images: [String]) throws -> PhraseAnnotations {
    let data = try LocalizationData.plain()
    try data.write(ids.joined(separator: "\n") + "\n", to: "dev.txt")
    try data.writeLines(images.map { #"{"image": \#($0), "phrase": "a ball", "boxes": [[5, 5, 25, 35]]}"# })
    return try data.load().annotations
  }

  @Test(
    "A number that is the id of another row is an error, whether it is a row too or not",
    arguments: [
      (["2", "0", "1"], ["0"], 1, "0", "row 1, but row 0 is another"),
      (["7", "8", "9"], [#""8""#, "8"], 2, "8", "row 1, but there is no row 8"),
      (["007.jpg", "1", "2"], ["1", "7"], 2, "7", "row 0, but there is no row 7"),
    ])
  func otherRow(ids: [String], images: [String], line: Int, number: String, found: String) throws {
    expectFailure(
      .badData,
      "dev_phrases.jsonl, line \(line): \"image\" is the number \(number), which is the id of the image in",
      found, "write \"image\": \"\(number)\" if the numbers of this file are ids"
    ) { _ = try load(ids: ids, images: images) }
  }

  @Test("A number that is no id, or the id of its own row, is a row; ids in quotes are ids")
  func rows() throws {
    let own = try load(ids: ["0", "1", "2"], images: ["2", "0", #""1""#])
    #expect(Set(own.occurrences.map(\.image)) == [0, 1, 2] && own.faultCount == 0)
    let quoted = try load(ids: ["2", "0", "1"], images: [#""2""#, #""0.jpg""#])
    #expect(quoted.occurrences.map(\.image) == [0, 1])
    #expect(try load(ids: ["30", "40", "50"], images: ["1"]).occurrences.map(\.image) == [1])
  }

  @Test("The report on the data names the mistake as a problem")
  func report() throws {
    let data = try LocalizationData.plain()
    try data.write("2\n0\n1\n", to: "dev.txt")
    let problems = try DatasetReport(directory: data.directory.path).problems
    #expect(problems.contains { $0.found.contains("which is the id of the image in row 1") }, "\(problems)")
  }
}
