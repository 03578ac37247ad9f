import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("What is left out is counted")
struct LeftOutTests {
  private func report(_ data: LocalizationData) throws -> DatasetReport {
    try DatasetReport(directory: data.directory.path)
  }

  /// What is left out, read anew and then from the cache.
  private func leftOut(_ data: LocalizationData) throws -> LeftOut {
    let first = try data.load().annotations.leftOut
    #expect(try data.load().annotations.leftOut == first)
    return first
  }

  @Test("A photo that cannot be used takes its phrases with it, as far as its sentences can be read")
  func photos() throws {
    let data = try LocalizationData.published()
    try data.directory.remove("Annotations/22.xml")
    #expect(
      try leftOut(data).summary?.hasPrefix("1 of 3 photos left out, 3 phrases with them; 3 phr") == true)
    #expect(try leftOut(data).phrases == 6)
    // The size in the file of sizes is not that of the annotation.
    try data.directory.write([[80, 100], [60, 60], [50, 40]], to: "dev_image_sizes.npy")
    let boxes = LocalizationData.boxes.map { [$0[0], $0[1], min($0[2], 40), min($0[3], 60)] }
    try data.directory.write(boxes, to: "dev_boxes.npy")
    let swapped = try leftOut(data)
    #expect(swapped.photos == 2 && swapped.drops[.unusablePhoto] == 8 && swapped.lines == 0)
    try data.directory.remove("Sentences/11.txt")
    #expect(try leftOut(data).drops[.unusablePhoto] == 3)
    #expect(try report(data).lines.contains { $0.hasPrefix("  2 of 3 photos left out, 3 phrases with them") })
  }

  @Test("Sentences and tags that cannot be read are counted, each as what it is")
  func sentences() throws {
    let data = try LocalizationData.published()
    let bytes =
      Array("[/EN#9/other a ball]\n[x] [/EN#9 a [/EN#9/other b] c] d]\n".utf8) + [0x61, 0xff, 0x0a, 0x0a]
    try data.directory.write(bytes, to: "Sentences/33.txt")
    let found = try leftOut(data)
    #expect(found.photos == 0 && found.lines == 1 && found.drops[.faultyTag] == 2)
    #expect(found.summary?.hasPrefix("1 line left out that cannot be used; 5 phrases left out: ") == true)
    #expect(found.summary?.hasSuffix("1 not visual, 2 in tags that cannot be read") == true)
  }

  @Test("Lines of the plain form that cannot be used are counted")
  func lines() throws {
    let data = try LocalizationData.plain()
    try data.writeLines(LocalizationData.lines + ["no object", #"{"image": 9, "phrase": "x", "boxes": []}"#])
    #expect(try leftOut(data).lines == 2 && leftOut(data).photos == 0 && leftOut(data).phrases == 1)
    let lines = try report(data).lines
    #expect(lines.contains("  2 lines left out that cannot be used; 1 phrase left out: 1 without an object"))
    #expect(lines.contains("2 warnings, nothing that stops a run"))
    #expect(!lines.contains("no problems"))
  }

  @Test(
    "Up to 5 lines, or 1 in 100, may be left out", arguments: [(5, 40), (6, 40), (6, 599), (6, 600)])
  func tooManyLines(broken: Int, count: Int) throws {
    let data = try LocalizationData.plain()
    let good = #"{"image": 0, "phrase": "a ball", "boxes": [[40, 20, 60, 40]]}"#
    try data.writeLines((0..<count).map { $0 < broken ? "{" : good })
    guard broken > 5, broken * 100 > count else {
      #expect(try leftOut(data).lines == broken)
      return
    }
    expectFailure(
      .badData, "6 of the \(count) lines of split 'dev' cannot be used; the first fault: ",
      "at most 1 in 100",
      "tbn-dist inspect"
    ) { _ = try data.load() }
    #expect(try report(data).problems.count == 1)
  }

  @Test("Nothing left out is said to be nothing, and a report has it for programs")
  func nothing() throws {
    let data = try LocalizationData.plain()
    try data.writeLines(Array(LocalizationData.lines.dropLast()))
    #expect(try leftOut(data).summary == nil)
    #expect(try report(data).lines.contains("  nothing left out"))
    try data.writeLines(LocalizationData.lines + ["{"])
    let json = try report(data).json
    #expect(json.contains(#""left_out":{"dev":{"lines":1,"photos":0,"phrases":1}}"#), "\(json)")
    #expect(json.contains(#""problems":[]"#) && json.contains(#""warnings":["#), "\(json)")
  }
}
