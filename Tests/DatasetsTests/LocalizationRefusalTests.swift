import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("Refusing splits of regions and phrases")
struct LocalizationRefusalTests {
  private func expect(
    _ status: Failures.ExitStatus, _ phrases: String, _ more: String = "", of data: LocalizationData,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectFailure(status, phrases, sourceLocation: sourceLocation) { _ = try data.load() }
    if !more.isEmpty { expectFailure(status, more, sourceLocation: sourceLocation) { _ = try data.load() } }
  }

  @Test(
    "A missing file is named, with the splits there are",
    arguments: ["dev_regions.npy", "dev_boxes.npy", "dev_region_images.npy", "dev_image_sizes.npy"])
  func missingArray(name: String) throws {
    let data = try LocalizationData.published()
    #expect(try LocalizationSplit.availableSplits(in: data.directory.path) == ["dev"])
    expectFailure(.noInput, "no split 'test' of regions", "test_regions.npy", "one of the splits dev") {
      _ = try data.load("test")
    }
    try data.directory.remove(name)
    #expect(try LocalizationSplit.availableSplits(in: data.directory.path) == [])
    expect(.noInput, "no split 'dev' of regions: there is no file \(name)", "files like train_", of: data)
  }

  @Test("Phrases in no form, in half of one and in both are told apart")
  func forms() throws {
    let data = try LocalizationData.published()
    try data.write("11\n", to: "elsewhere")
    try data.directory.remove("dev.txt")
    expect(.noInput, "the published form of the phrases is not complete: there is no", "/dev.txt", of: data)
    try data.write("11\n22\n33\n", to: "dev.txt")
    try data.directory.write([[1]], to: "dev_phrases.npy")
    expect(.badData, "dev_phrases.npy: vectors for lines of phrases, but no", of: data)
    try data.directory.remove("dev_phrases.npy")
    try data.writeLines(LocalizationData.lines)
    expect(.badData, "the phrases of split 'dev' are given twice", "dev_phrases.jsonl and in", of: data)
    try data.directory.remove("Sentences")
    expect(.badData, "are given twice", "/Annotations; expected one form", of: data)
    try data.directory.remove("dev_phrases.jsonl")
    expect(.noInput, "is not complete: there is no", "/Sentences", of: data)
    try data.directory.remove("Annotations")
    expect(.noInput, "no phrases for split 'dev'", "dev_phrases.jsonl, or dev.txt with Sentences", of: data)
  }

  @Test("Counts that do not fit are both named")
  func counts() throws {
    let data = try LocalizationData.published()
    try data.writeRegionImages([0, 1])
    expect(.badData, "dev_region_images.npy: 2 rows for 5 regions of", "expected one row a region", of: data)
    try data.writeRegionImages(LocalizationData.regionImages)
    try data.directory.write(LocalizationData.boxes + [[1, 2, 3, 4]], to: "dev_boxes.npy")
    expect(.badData, "dev_boxes.npy: 6 rows for 5 regions of", of: data)
    try data.directory.write([[1, 2, 3]], to: "dev_boxes.npy")
    expect(.badData, "dev_boxes.npy: rows of 3 numbers", "expected 4 in each row", of: data)
    try data.write("11\n22\n", to: "dev.txt")
    expect(.badData, "dev_image_sizes.npy: 3 sizes for 2 images of", of: data)
    try data.write("11\n22\n11.jpg\n", to: "dev.txt")
    expect(.badData, "dev.txt, line 3: the id '11' stands in line 1 too", of: data)
    try data.write("11\n\n33\n", to: "dev.txt")
    expect(.badData, "dev.txt, line 2: the line is empty", of: data)
  }

  @Test("A region of no image of the list is named with its row", arguments: [-1.0, 3, 1.5, .nan, 1e20])
  func regionImage(value: Double) throws {
    let data = try LocalizationData.published()
    try data.directory.write(
      npyBytes(descr: "'<f8'", shape: "(5,)", data: bytes([0, 2, value, 1, 2])), to: "dev_region_images.npy")
    expect(.badData, "dev_region_images.npy: row 2 holds \(value)", "from 0 to 2", of: data)
  }

  @Test(
    "A region's box that cannot be is named with its row and photo",
    arguments: [
      ([10, 10, 5, 20], "has its corners reversed"), ([10, 10, 50, 9], "has its corners reversed"),
      ([101, 10, 120, 20], "is outside its photo"), ([10, -9, 20, -1], "is outside its photo"),
      ([10, .nan, 20, 30], "is not finite"), ([10, 10, .infinity, 30], "is not finite"),
    ] as [([Float], String)])
  func regionBox(box: [Float], message: String) throws {
    let data = try LocalizationData.published()
    try data.directory.write(
      LocalizationData.boxes.enumerated().map { $0 == 2 ? box : $1 }, to: "dev_boxes.npy")
    expect(.badData, "dev_boxes.npy: row 2 holds the box", "which \(message)", of: data)
    expect(.badData, "in pixels of its photo, 100 x 80", of: data)
  }

  @Test("Boxes that are parts of width and height are refused, unless photos are that small")
  func partsOfSides() throws {
    let data = try LocalizationData.published()
    let sizes: [[Float]] = [[100, 80], [60, 60], [50, 40]]
    let parts = zip(LocalizationData.boxes, LocalizationData.regionImages).map { box, image in
      zip(box, sizes[Int(image)] + sizes[Int(image)]).map { $0 / $1 }
    }
    try data.directory.write(parts, to: "dev_boxes.npy")
    expect(
      .badData, "dev_boxes.npy: all boxes lie between 0 and 1", "in pixels of the photos, such as 100 x 80",
      of: data)
    let plain = try LocalizationData.plain()
    try plain.directory.write(parts, to: "dev_boxes.npy")
    try plain.directory.write(sizes.map { _ in [1, 1] }, to: "dev_image_sizes.npy")
    try plain.writeLines([#"{"image": 0, "phrase": "x", "boxes": [[0.1, 0.1, 0.5, 0.9]]}"#])
    #expect(try plain.load().annotations.occurrences.count == 1)
  }

  @Test("A size that is no positive number is named", arguments: [0, -3, .nan, .infinity] as [Float])
  func sizes(value: Float) throws {
    let data = try LocalizationData.published()
    try data.directory.write([[100, 80], [60, value], [50, 40]], to: "dev_image_sizes.npy")
    expect(.badData, "dev_image_sizes.npy: row 1 holds 60.0 x", "positive", of: data)
  }

  @Test("A listed photo that has neither file is an error: a typing mistake in the list")
  func neitherFile() throws {
    let data = try LocalizationData.published()
    try data.directory.remove("Sentences/22.txt")
    try data.directory.remove("Annotations/22.xml")
    expect(.badData, "dev.txt, line 2: the photo '22' has neither", "Annotations/22.xml", of: data)
  }

  @Test("No phrase with a box is an error that says why")
  func noPhrase() throws {
    let data = try LocalizationData.plain()
    try data.writeLines([
      #"{"image": 0, "phrase": "x", "boxes": []}"#, #"{"image": 0, "phrase": "x", "boxes": [[9, 1, 1, 9]]}"#,
    ])
    expect(
      .badData,
      "no phrase of split 'dev' can be used: 2 phrases left out: 1 with faulty boxes only, 1 without an object",
      "the first fault: ", of: data)
    try data.write("", to: "dev_phrases.jsonl")
    expect(.badData, "dev_phrases.jsonl: the file is empty", of: data)
  }

  @Test("More than 256 types are an error, 256 are not", arguments: [256, 257])
  func categories(count: Int) throws {
    let data = try LocalizationData.plain()
    try data.writeLines(
      (0..<count).map { #"{"image": 0, "phrase": "x", "boxes": [[1, 2, 3, 4]], "types": ["t\#($0)", "t0"]}"# }
    )
    guard count > 256 else {
      let annotations = try data.load().annotations
      #expect(annotations.categories.count == 256)
      #expect(
        annotations.occurrences[0].categories == [0] && annotations.occurrences[255].categories == [255, 0])
      return
    }
    expect(.badData, "the phrases have more than 256 types, 't256' among them", of: data)
  }
}
