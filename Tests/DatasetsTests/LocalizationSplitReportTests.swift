import Datasets
import Failures
import TestSupport
import Testing

@Suite("Report on regions and phrases")
struct LocalizationSplitReportTests {
  private func report(_ data: LocalizationData) throws -> DatasetReport {
    try DatasetReport(directory: data.directory.path)
  }

  @Test("A sound split: files, counts, what was left out and what its regions can reach")
  func sound() throws {
    let expected = [
      "split dev of regions and phrases", "  dev_regions.npy: 5 x 2 float16, 148 bytes",
      "  3 images, 5 regions, 1 to 2 regions an image",
      "  6 phrases with a box, 4 distinct texts, 3 categories",
      "  4 phrases left out: 1 for the whole scene, 1 marked as without a box, 1 without an object, 1 not visual",
      "  phrases with a region that overlaps by 0.6 or more: 83.3 %; "
        + "by 0.5 or more, the upper bound of localization: 83.3 %",
      "no problems",
    ]
    let data = try LocalizationData.published()
    #expect(try report(data).lines == expected)
    #expect(try report(data).lines == expected, "from the cache")
  }

  @Test("A directory may have splits of both kinds")
  func bothKinds() throws {
    let data = try LocalizationData.plain()
    try data.directory.writeSplit("dev", rows: [[1, 2]], captions: ["x", "y"])
    let report = try report(data)
    #expect(report.problems.isEmpty && report.warnings.isEmpty, "\(report.lines)")
    #expect(
      report.summary.filter { $0.hasPrefix("split") } == ["split dev", "split dev of regions and phrases"])
  }

  @Test("Faults of the annotation are warnings, each with its line, and the same the second time")
  func faults() throws {
    let data = try LocalizationData.published()
    try data.write(String(repeating: "[x]\n", count: 25) + "[/EN#9/other a ball]", to: "Sentences/33.txt")
    try data.writeRegionImages([0, 2, 0, 0, 2])
    let report = try report(data)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.warnings.count == 22)
    #expect(report.warnings.first == "split dev: 1 of 3 images have no region, such as '22' in row 1")
    #expect(report.warnings[1].contains("Sentences/33.txt, line 1: brackets without /EN#"))
    #expect(report.warnings.last?.contains("25 in all, of which the first are listed") == true)
    #expect(report.lines.contains("warning: \(report.warnings[1])"))
    #expect(try self.report(data).lines == report.lines)
  }

  @Test("Every problem of every file is listed, as far as one can be understood without another")
  func everyProblem() throws {
    let data = try LocalizationData.plain()
    try data.directory.write([[1, 2], [3, .nan], [5, 6], [7, 8], [9, 10]], to: "dev_regions.npy")
    try data.directory.write([[9, 9, 8, 8]] + LocalizationData.boxes.dropFirst(), to: "dev_boxes.npy")
    try data.directory.write((0..<7).map { [$0 == 3 ? Float.infinity : 0] }, to: "dev_phrases.npy")
    try data.directory.write([[1, 2, 3]], to: "train_regions.npy")
    try data.write("\n11\n", to: "train.txt")
    try data.write("x", to: "odd_phrases.jsonl")
    let report = try report(data)
    let phrases = [
      "dev_regions.npy: row 1 holds nan in column 1", "dev_phrases.npy: row 3 holds inf in column 0",
      "dev_boxes.npy: row 0 holds the box 9.0 9.0 8.0 8.0, which has its corners reversed",
      "train.txt, line 1: the line is empty", "train_regions.npy: rows of 3 numbers, but 2 in",
      "odd_regions.npy: cannot be opened", "odd_image_sizes.npy: cannot be opened",
      "split odd has no phrase vectors that can be read, but split dev has",
      "split train has no phrase vectors",
    ]
    for phrase in phrases {
      #expect(report.problems.contains { $0.description.contains(phrase) }, "\(phrase) in \(report.problems)")
    }
    #expect(report.problems.count == phrases.count, "\(report.problems)")
  }

  @Test("What would stop a run is a problem here, beside the faults it comes from")
  func unusable() throws {
    let data = try LocalizationData.plain()
    try data.writeLines([#"{"image": 7, "phrase": "x", "boxes": []}"#, "x"])
    let report = try report(data)
    #expect(report.problems.count == 1 && report.warnings.count == 2)
    #expect(report.problems.first?.found.hasPrefix("no phrase of split 'dev' can be used") == true)
    try data.write("x", to: "Sentences/11.txt")
    #expect(try self.report(data).problems.first?.found.contains("are given twice") == true)
  }

  @Test("What training would refuse is a problem: no region near a phrase, phrases without a word")
  func refusedByTraining() throws {
    let data = try LocalizationData.plain()
    // Parts of width and height, where regions are in pixels.
    try data.writeLines([#"{"image": 0, "phrase": "a dog", "boxes": [[0.1, 0.1, 0.5, 0.9]]}"#])
    #expect(
      try report(data).problems.map(\.found) == [
        "no phrase has a region that overlaps its box by 0.5; the best does by 0.0"
      ])
    try data.writeLines([#"{"image": 0, "phrase": "?!", "boxes": [[10, 10, 50, 70]]}"#])
    #expect(try report(data).problems.map(\.found) == ["no word in any of the 1 texts of split 'dev'"])
    try data.directory.write([[1, 2]], to: "dev_phrases.npy")
    #expect(try report(data).problems.isEmpty)
  }

  @Test("Images that two splits share are a warning")
  func sharedImages() throws {
    let data = try LocalizationData.plain()
    for (suffix, bytes) in try [
      "_regions.npy", "_boxes.npy", "_region_images.npy", "_image_sizes.npy", "_phrases.jsonl",
    ]
    .map({ ($0, try data.directory.bytes(of: "dev\($0)")) }) {
      try data.directory.write(bytes, to: "train\(suffix)")
    }
    try data.write("11\n22\n33\n", to: "train.txt")
    #expect(try report(data).warnings == ["splits dev and train share 3 image ids, such as 11"])
    #expect(try report(data).problems.isEmpty)
  }
}
