import Failures
import NPY
import TestSupport
import Testing

@testable import Datasets

@Suite("Loading a split of regions and phrases")
struct LocalizationSplitTests {
  private struct Found: Equatable, CustomStringConvertible {
    let image: Int
    let text: String
    let box: Box
    let categories: [String]

    var description: String { "\(image) '\(text)' \(box) \(categories)" }
  }

  private func found(_ annotations: PhraseAnnotations) -> [Found] {
    annotations.occurrences.map { occurrence in
      Found(
        image: Int(occurrence.image), text: annotations.texts[Int(occurrence.text)], box: occurrence.box,
        categories: occurrence.categories.map { annotations.categories[Int($0)] })
    }
  }

  private let expected = [
    Found(image: 0, text: "the man", box: Box(x1: 10, y1: 10, x2: 50, y2: 70), categories: ["people"]),
    Found(image: 0, text: "a ball", box: Box(x1: 40, y1: 20, x2: 60, y2: 40), categories: ["other"]),
    Found(image: 0, text: "a man", box: Box(x1: 10, y1: 10, x2: 50, y2: 70), categories: ["people"]),
    Found(image: 1, text: "a dog", box: Box(x1: 0, y1: 0, x2: 50, y2: 50), categories: ["animals"]),
    Found(
      image: 1, text: "the man", box: Box(x1: 10, y1: 10, x2: 20, y2: 40), categories: ["people", "other"]),
    Found(image: 2, text: "a ball", box: Box(x1: 5, y1: 5, x2: 25, y2: 35), categories: ["other"]),
  ]

  @Test("The published form: phrases with their boxes, and each reason for one without")
  func published() throws {
    let split = try LocalizationData.published().load()
    let annotations = split.annotations
    #expect(split.name == "dev" && split.imageCount == 3 && split.textVectors == nil && split.notes.isEmpty)
    #expect(annotations.imageIDs == ["11", "22", "33"])
    #expect(annotations.imageSizes[1] == ImageSize(width: 60, height: 60))
    #expect(found(annotations) == expected)
    #expect(annotations.texts == ["the man", "a ball", "a man", "a dog"])
    #expect(annotations.categories == ["people", "other", "animals"])
    #expect(PhraseDrop.allCases.map { annotations.drops[$0] } == [0, 0, 1, 1, 1, 1, 0, 0])
    #expect(annotations.drops.total == 4 && annotations.faultCount == 0 && annotations.leftOutImages == 0)
    #expect(annotations.occurrences(ofImage: 1).map(\.text) == [3, 0])
  }

  @Test("The plain form gives the same phrases, photo by photo, whatever the order of its lines")
  func plain() throws {
    let annotations = try LocalizationData.plain().load().annotations
    #expect(found(annotations) == expected)
    #expect(annotations.texts == ["the man", "a ball", "a man", "a dog"])
    #expect(PhraseDrop.allCases.map { annotations.drops[$0] } == [0, 0, 0, 0, 1, 0, 0, 0])
    #expect(annotations.faultCount == 0)
    #expect(annotations.textOfLine == [0, 1, 2, 1, 3, 0, -1])
  }

  @Test("The plain form needs no list: ids are then the rows")
  func noList() throws {
    let data = try LocalizationData.plain()
    try data.directory.remove("dev.txt")
    try data.writeLines([#"{"image": "2", "phrase": "x", "boxes": [[1, 2, 3, 4]]}"#])
    let annotations = try data.load().annotations
    #expect(annotations.imageIDs == ["0", "1", "2"])
    #expect(annotations.occurrences.map(\.image) == [2] && annotations.categories.isEmpty)
  }

  @Test("Regions need not be sorted by photo; a photo without one is told of")
  func regions() throws {
    let data = try LocalizationData.published()
    let split = try data.load()
    #expect((0..<3).map { Array(split.regions(ofImage: $0)) } == [[0, 2], [3], [1, 4]])
    #expect(split.regionImages == LocalizationData.regionImages)
    #expect(split.boxes.map { [$0.x1, $0.y1, $0.x2, $0.y2] } == LocalizationData.boxes)
    try data.directory.write([[10, 10, 50, 50]] + LocalizationData.boxes.dropFirst(), to: "dev_boxes.npy")
    try data.writeRegionImages([1, 2, 1, 1, 2])
    #expect(try data.load().notes == ["1 of 3 images have no region, such as '11' in row 0"])
  }

  @Test("Boxes and images of regions may be numbers of other types", arguments: ["(5,)", "(5, 1)"])
  func otherTypes(shape: String) throws {
    let data = try LocalizationData.published()
    let expected = try data.load().allDigests()
    let images = LocalizationData.regionImages.map { Double($0) }
    try data.directory.write(
      npyBytes(descr: "'<f8'", shape: shape, data: bytes(images)), to: "dev_region_images.npy")
    let corners = LocalizationData.boxes.joined().map { Int16($0) }
    try data.directory.write(
      npyBytes(descr: "'<i2'", shape: "(5, 4)", data: bytes(corners)), to: "dev_boxes.npy")
    try data.directory.write([[100, 80], [60, 60], [50, 40]], to: "dev_image_sizes.npy")
    #expect(try data.load().allDigests() == expected)
  }

  @Test("Spatial features stand behind the others, and a preparation takes all columns alike")
  func spatialFeatures() throws {
    let split = try LocalizationData.published().load()
    #expect(split.regions(withSpatialFeatures: false).dimensions == 2)
    let rows = split.regions(withSpatialFeatures: true)
    #expect(rows.dimensions == 7 && rows.count == 5)
    let vectors = try (0..<5).map { try rows.vector($0) }
    #expect(vectors[2] == [2, 1, 0.4, 0.25, 0.6, 0.5625, 0.0625])
    #expect(vectors[4] == [4, 13, 0, 0, 1, 1, 1])
    let prepared = try FeaturePreparation(.standardize, fittedTo: rows)
    for column in 0..<7 {
      let mean = vectors.reduce(0) { $0 + Double($1[column]) } / 5
      #expect(abs(Double(prepared.mean[column]) - mean) < 1e-6, "column \(column)")
    }
  }

  @Test("A number that is not finite is named by validation, in features and in vectors")
  func validation() throws {
    let data = try LocalizationData.plain()
    try data.load().validate()
    try data.directory.write((0..<7).map { _ in [1, .nan] }, to: "dev_phrases.npy")
    expectFailure(.badData, "dev_phrases.npy: row 0 holds nan in column 1") { try data.load().validate() }
    try data.directory.write([[0], [1], [.infinity], [3], [4]], to: "dev_regions.npy")
    expectFailure(.badData, "dev_regions.npy: row 2 holds inf in column 0") { try data.load().validate() }
  }

  @Test("Each file has a digest that changes with anything that is read of it")
  func digests() throws {
    let (one, same) = (try LocalizationData.plain(), try LocalizationData.plain())
    let original = try one.load().allDigests()
    #expect(try same.load().allDigests() == original && original.count == 6)
    let changes: [(file: String, change: (LocalizationData) throws -> Void)] = [
      (
        "dev_regions.npy",
        { data in
          try data.directory.write(
            LocalizationData.features.map { [$0[0], $0[1] + 1] }, to: "dev_regions.npy")
        }
      ),
      (
        "dev_boxes.npy",
        { data in
          try data.directory.write(
            [[10, 10, 50, 69]] + LocalizationData.boxes.dropFirst(), to: "dev_boxes.npy")
        }
      ),
      ("dev_region_images.npy", { try $0.writeRegionImages([0, 2, 0, 1, 0]) }),
      ("dev_phrases.jsonl", { try $0.writeLines(Array(LocalizationData.lines.dropFirst())) }),
      (
        "dev_phrases.jsonl",
        { data in
          try data.writeLines(LocalizationData.lines.map { $0.replacing("people", with: "animals") })
        }
      ),
      (
        "dev_phrases.jsonl",
        { data in
          try data.writeLines(LocalizationData.lines.map { $0.replacing("70]", with: "71]") })
        }
      ),
      (
        "dev_image_sizes.npy",
        { data in
          try data.directory.write([[100, 80], [60, 60], [51, 40]], to: "dev_image_sizes.npy")
        }
      ),
      ("dev_phrases.npy", { try $0.directory.write((0..<7).map { _ in [1, 2] }, to: "dev_phrases.npy") }),
    ]
    for (number, (file, change)) in changes.enumerated() {
      let data = try LocalizationData.plain()
      try change(data)
      #expect(try differingFiles(original, data.load().allDigests()) == [file], "change \(number)")
    }
  }

  @Test("In the published form the photo whose sentences or annotation changed is named")
  func publishedDigests() throws {
    let data = try LocalizationData.published()
    let original = try data.load().allDigests()
    let photos = ["11", "22", "33"].map { "Annotations/\($0).xml or Sentences/\($0).txt" }
    #expect(photos.allSatisfy { original[$0] != nil })
    for (name, change) in [
      ("Sentences/22.txt", { $0.replacing("A dog", with: "A cat") }),
      ("Annotations/22.xml", { $0.replacing("<xmax>50", with: "<xmax>49") }),
    ] as [(String, (String) -> String)] {
      let text = String(decoding: try data.directory.bytes(of: name), as: UTF8.self)
      #expect(change(text) != text)
      try data.write(change(text), to: name)
      #expect(try differingFiles(original, data.load().allDigests()) == [photos[1]], "\(name)")
      try data.write(text, to: name)
      #expect(try data.load().allDigests() == original)
    }
  }

  @Test("Vectors of phrases are those of the first line with each text")
  func textVectors() throws {
    let data = try LocalizationData.plain()
    let vectors: [[Float]] = [[0, 1], [1, 1], [2, 1], [1, 1], [4, 1], [0, 1], [6, 1]]
    try data.directory.write(vectors, to: "dev_phrases.npy")
    let rows = try #require(try data.load().textVectors)
    #expect(rows.count == 4 && rows.dimensions == 2)
    let read = try (0..<4).map { try rows.vector($0) }
    #expect(read == [[0, 1], [1, 1], [2, 1], [4, 1]])
    try data.directory.write(vectors.dropLast(), to: "dev_phrases.npy")
    expectFailure(.badData, "dev_phrases.npy: 6 rows for 7 lines of", "one row a line") {
      _ = try data.load()
    }
    try data.directory.write(
      vectors.map { $0[0] == 1 ? [$0[0], Float.random(in: 0...1)] : $0 }, to: "dev_phrases.npy")
    expectFailure(
      .badData, "dev_phrases.npy: rows 1 and 3 differ, but lines 2 and 4 of", "have the same text 'a ball'"
    ) { _ = try data.load() }
  }
}
