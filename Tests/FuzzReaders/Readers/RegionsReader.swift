import Datasets
import Failures
import Files
import Foundation
import NPY

/// A split of regions and phrases, with one of its files damaged.
struct RegionsReader: FuzzedReader {
  enum Part { case boxes, imageList, sentences, annotation, phrases, cache }

  let inputPath: String
  let tokens: [String]
  private(set) var seeds: [[UInt8]]
  private let directory: String
  private let part: Part

  init(_ part: Part, directory: String) throws {
    self.part = part
    self.directory = "\(directory)/data"
    let isPlain = part == .phrases || part == .cache
    let files = RegionsFiles(directory: self.directory, isPlain: isPlain)
    try files.write(except: part)
    inputPath = "\(self.directory)/\(RegionsFiles.name(of: part))"
    tokens = RegionsFiles.tokens(of: part)
    seeds = RegionsFiles.seeds(of: part)
    if part == .cache {
      try? FileManager.default.removeItem(atPath: inputPath)
      _ = try LocalizationSplit.load(directory: self.directory, split: "dev")
      seeds = [Array(try InputFile(inputPath).contents(atMost: .max))]
    }
  }

  func mended(_ input: [UInt8]) -> [UInt8] {
    switch part {
    case .boxes: NPYBytes.mended(input)
    case .cache: withHeaderAndChecksum(input)
    default: input
    }
  }

  private func withHeaderAndChecksum(_ input: [UInt8]) -> [UInt8] {
    guard input.count >= 24 else { return input }
    let bytes = Array(seeds[0].prefix(20) + input[20..<input.count - 4])
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    return bytes + withUnsafeBytes(of: checksum.value.littleEndian) { Array($0) }
  }

  func read(_ input: [UInt8]) throws -> Bool {
    let split = try LocalizationSplit.load(directory: directory, split: "dev")
    let annotations = split.annotations
    try require(!annotations.occurrences.isEmpty, "no phrase")
    try require(Set(annotations.texts).count == annotations.texts.count, "two texts that are equal")
    for occurrence in annotations.occurrences {
      let (size, box) = (annotations.imageSizes[Int(occurrence.image)], occurrence.box)
      try require(
        box.x1 >= 0 && box.y1 >= 0 && box.x2 <= size.width && box.y2 <= size.height && box.area > 0,
        "box \(box)")
      try require(!annotations.texts[Int(occurrence.text)].isEmpty, "an empty phrase")
      try require(occurrence.categories.allSatisfy { $0 < annotations.categories.count }, "a category")
    }
    try require(split.bestOverlaps().allSatisfy { (0...1).contains($0) }, "overlaps \(split.bestOverlaps())")
    try requireFiniteRegions(split)
    _ = try (split.contentDigests(), annotations.drops.total)
    return try part == .cache
      ? InputFile(inputPath).contents(atMost: .max).elementsEqual(input) : annotations.faultCount == 0
  }

  private func requireFiniteRegions(_ split: LocalizationSplit) throws {
    let rows = split.regions(withSpatialFeatures: true)
    var row = [Float](repeating: 0, count: rows.dimensions)
    try rows.read(0..<rows.count) { _, stored in
      stored.copy(into: &row)
      try require(row.allSatisfy(\.isFinite), "features \(row)")
    }
  }
}
