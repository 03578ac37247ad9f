import TestSupport

@testable import Datasets

/// A small data set of regions and phrases on disk, sound until a test spoils it.
///
/// Photos "11", "22" and "33" of 100 x 80, 60 x 60 and 50 x 40 pixels; five regions, not in the order of their photos.
struct LocalizationData {
  let directory: TemporaryDirectory

  static let boxes: [[Float]] = [
    [10, 10, 50, 70], [5, 5, 25, 35], [40, 20, 60, 45], [0, 0, 50, 50], [0, 0, 50, 40],
  ]
  static let regionImages: [Int32] = [0, 2, 0, 1, 2]
  static let features: [[Float]] = (0..<5).map { [Float($0), Float($0 * $0) - 3] }

  static let sentences = [
    "11": """
    [/EN#1/people The man] holds [/EN#2/other a ball] on [/EN#0/notvisual the way] .
    [/EN#1/people A man] in [/EN#3/scene a park] .

    """,
    "22": "[/EN#4/animals A dog] and [/EN#5/people/other the man] see [/EN#6/other a cloud] .\n",
    "33": "No tags at all .\n[/EN#9/other A  Ball] lies beside [/EN#10/other a shoe] .\n",
  ]

  static let annotations = [
    "11": annotation(
      100, 80,
      AnnotationText.object(["1"], [10, 10, 50, 70]) + AnnotationText.object(["2"], [40, 20, 60, 40])
        + "<object><name>3</name><scene>1</scene><nobndbox>0</nobndbox></object>\n"),
    "22": annotation(
      60, 60,
      AnnotationText.object(["4"], [0, 0, 30, 30]) + AnnotationText.object(["4"], [20, 20, 50, 50])
        + AnnotationText.object(["5"], [10, 10, 20, 40])
        + "<object><name>6</name><scene>0</scene><nobndbox>1</nobndbox></object>\n"),
    "33": annotation(50, 40, AnnotationText.object(["9"], [5, 5, 25, 35])),
  ]

  /// The same phrases, photo 22 last.
  static let lines = [
    #"{"image": "11", "phrase": "The man", "boxes": [[10, 10, 50, 70]], "types": ["people"]}"#,
    #"{"image": 0, "phrase": "a ball", "boxes": [[40, 20, 60, 40]], "types": ["other"]}"#,
    #"{"image": 0, "phrase": "A man", "boxes": [[10, 10, 50, 70]], "types": ["people"]}"#,
    #"{"image": " 33.jpg ", "phrase": " A  Ball", "boxes": [[5, 5, 25, 35]], "types": ["other"]}"#,
    #"{"types": ["animals"], "boxes": [[0, 0, 30, 30], [20, 20.0, 5e1, 50]], "phrase": "A dog", "image": 1}"#,
    #"{"image": 1, "phrase": "the man", "boxes": [[10, 10, 20, 40]], "types": ["people", "other"]}"#,
    #"{"image": 1, "phrase": "a cloud", "boxes": [], "more": null}"#,
  ]

  static func annotation(_ width: Int, _ height: Int, _ objects: String) -> String {
    "<annotation>\n\(AnnotationText.size(width, height))\n\(objects)</annotation>\n"
  }

  /// The published form for split "dev".
  static func published() throws -> LocalizationData {
    let data = try LocalizationData(directory: TemporaryDirectory())
    try data.writeRegions()
    for (id, text) in sentences { try data.write(text, to: "Sentences/\(id).txt") }
    for (id, text) in annotations { try data.write(text, to: "Annotations/\(id).xml") }
    return data
  }

  /// The plain form for split "dev".
  static func plain() throws -> LocalizationData {
    let data = try LocalizationData(directory: TemporaryDirectory())
    try data.writeRegions()
    try data.writeLines(lines)
    return data
  }

  func load(_ name: String = "dev") throws -> LocalizationSplit {
    try LocalizationSplit.load(directory: directory.path, split: name)
  }

  func write(_ text: String, to name: String) throws {
    try directory.createDirectory(of: name)
    try directory.write(text, to: name)
  }

  func writeLines(_ lines: [String]) throws {
    try directory.write(lines.joined(separator: "\n") + "\n", to: "dev_phrases.jsonl")
  }

  /// Features, boxes, images of regions, sizes and ids of split "dev".
  private func writeRegions() throws {
    try directory.write("11\n22.jpg\n33 \n", to: "dev.txt")
    try directory.write(Self.features, to: "dev_regions.npy", as: .float16)
    try directory.write(Self.boxes, to: "dev_boxes.npy")
    try writeRegionImages(Self.regionImages)
    try directory.write(
      npyBytes(descr: "'<i4'", shape: "(3, 2)", data: bytes([100, 80, 60, 60, 50, 40] as [Int32])),
      to: "dev_image_sizes.npy")
  }

  func writeRegionImages(_ images: [Int32]) throws {
    try directory.write(
      npyBytes(descr: "'<i4'", shape: "(\(images.count),)", data: bytes(images)), to: "dev_region_images.npy")
  }
}
