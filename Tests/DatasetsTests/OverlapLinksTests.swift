import Random
import Sampling
import TestSupport
import Testing

@testable import Datasets

@Suite("Links by overlap")
struct OverlapLinksTests {
  /// How many photos, regions a photo at most, phrases and distinct texts.
  struct Size: CustomTestStringConvertible, Sendable {
    let photos: Int
    let regions: Int
    let phrases: Int
    let texts: Int

    var testDescription: String { "\(photos) photos, \(phrases) phrases" }
  }

  private static let sizes = [
    Size(photos: 1, regions: 1, phrases: 1, texts: 1), Size(photos: 3, regions: 17, phrases: 11, texts: 5),
    Size(photos: 7, regions: 33, phrases: 101, texts: 23),
  ]

  /// A split of random boxes, the regions in no order; the last photo of several has no region.
  private func split(_ size: Size) throws -> LocalizationSplit {
    var stream = RandomStream(seed: 5, purpose: .synthetic, index: size.phrases)
    func corners() -> [Int] {
      let (x, y) = (Int.random(in: 0..<8, using: &stream), Int.random(in: 0..<6, using: &stream))
      return [x, y, x + Int.random(in: 2...9, using: &stream), y + Int.random(in: 2...9, using: &stream)]
    }
    let directory = try TemporaryDirectory()
    let count = size.photos * size.regions
    let images = (0..<count).map { _ in Int32.random(in: 0..<Int32(max(1, size.photos - 1)), using: &stream) }
    try directory.write((0..<count).map { [Float($0)] }, to: "x_regions.npy")
    try directory.write((0..<count).map { _ in corners().map { Float($0) } }, to: "x_boxes.npy")
    try directory.write(images.map { [Float($0)] }, to: "x_region_images.npy")
    try directory.write((0..<size.photos).map { _ in [20, 20] }, to: "x_image_sizes.npy")
    let lines = (0..<size.phrases).map { _ in
      let image = Int.random(in: 0..<size.photos, using: &stream)
      let text = Int.random(in: 0..<size.texts, using: &stream)
      return "{\"image\": \(image), \"phrase\": \"text \(text)\", \"boxes\": [\(corners())]}"
    }
    try directory.write(lines.joined(separator: "\n"), to: "x_phrases.jsonl")
    return try LocalizationSplit.load(directory: directory.path, split: "x")
  }

  private struct Pair: Hashable {
    let region: Int
    let text: Int
  }

  private func pairs(_ links: Links) -> Set<Pair> {
    Set(
      (0..<links.textCount).flatMap { text in
        links.images(of: text).map { Pair(region: Int($0), text: text) }
      })
  }

  /// Overlap by the definition, in double precision.
  private func overlap(_ one: Box, _ other: Box) -> Double {
    let width = max(0, Double(min(one.x2, other.x2)) - Double(max(one.x1, other.x1)))
    let height = max(0, Double(min(one.y2, other.y2)) - Double(max(one.y1, other.y1)))
    return width * height / (Double(one.area) + Double(other.area) - width * height)
  }

  /// Thresholds of fractions of small whole areas, so that many pairs meet them exactly.
  @Test(
    "Positive, ambiguous and matched pairs are those of brute force", arguments: sizes, [false, true])
  func bruteForce(size: Size, augmented: Bool) throws {
    let split = try split(size)
    for (positive, negative) in [(Float(0.6), Float(0.3)), (0.5, 0.5), (0.25, 0.1)] {
      let links = OverlapLinks(
        split, positiveOverlap: positive, negativeOverlap: negative, augmented: augmented)
      var positives: Set<Pair> = []
      var near: Set<Pair> = []
      var unmatched = 0
      for occurrence in split.annotations.occurrences {
        let regions = (0..<split.regions.count).filter { split.regionImages[$0] == occurrence.image }
        let overlaps = regions.map { overlap(split.boxes[$0], occurrence.box) }
        let best = overlaps.max() ?? 0
        // A share of whole areas is in single precision the nearest number to the one in double precision.
        let reaches = { (value: Double, least: Float) in Float(value) >= least }
        if !reaches(best, positive) { unmatched += 1 }
        for (region, value) in zip(regions, overlaps) {
          let pair = Pair(region: region, text: Int(occurrence.text))
          let isFirstBest = value == best && regions[overlaps.firstIndex(of: best) ?? 0] == region
          if reaches(value, positive), augmented || isFirstBest { positives.insert(pair) }
          if reaches(value, negative) { near.insert(pair) }
        }
      }
      #expect(pairs(links.positives) == positives)
      #expect(pairs(links.ambiguous) == near.subtracting(positives))
      #expect(links.unmatchedOccurrences == unmatched)
      comparePhrases(of: links, with: positives, in: split)
    }
  }

  private func comparePhrases(of links: OverlapLinks, with positives: Set<Pair>, in split: LocalizationSplit)
  {
    let all = Set(split.annotations.occurrences.map { [$0.image, $0.text] })
    let matched = Set(positives.map { [split.regionImages[$0.region], Int32($0.text)] })
    #expect(Set(links.phrases.map { [$0.image, $0.text] }) == matched)
    #expect(links.phrases.count == matched.count)
    #expect(links.unmatchedPhrases == all.count - matched.count)
    #expect(zip(links.phrases, links.phrases.dropFirst()).allSatisfy { $0.image <= $1.image })
    #expect(links.positives.imageCount == split.regions.count)
    #expect(links.positives.textCount == split.annotations.texts.count)
    #expect(links.ambiguous.imageCount == split.regions.count)
    #expect(links.ambiguous.textCount == split.annotations.texts.count)
  }

  @Test("The best overlaps are those of brute force, 0 in a photo without regions")
  func bestOverlaps() throws {
    let split = try split(Self.sizes[2])
    let expected = split.annotations.occurrences.map { occurrence in
      (0..<split.regions.count).filter { split.regionImages[$0] == occurrence.image }
        .map { Float(overlap(split.boxes[$0], occurrence.box)) }.max() ?? 0
    }
    #expect(split.bestOverlaps() == expected)
    #expect(expected.contains(0) && expected.contains { $0 > 0.7 })
  }

  @Test("A text that is positive with one of its boxes in a photo is not ambiguous with another")
  func severalBoxes() throws {
    let data = try LocalizationData.plain()
    // Region 0 is [10, 10, 50, 70]: the same box, and one that covers a third of it.
    try data.writeLines([
      #"{"image": 0, "phrase": "x", "boxes": [[10, 10, 50, 70]]}"#,
      #"{"image": 0, "phrase": "X", "boxes": [[10, 10, 50, 30]]}"#,
      #"{"image": 0, "phrase": "y", "boxes": [[10, 10, 50, 30]]}"#,
    ])
    let links = OverlapLinks(try data.load(), positiveOverlap: 0.6, negativeOverlap: 0.3, augmented: true)
    #expect(pairs(links.positives) == [Pair(region: 0, text: 0)])
    #expect(pairs(links.ambiguous) == [Pair(region: 0, text: 1)])
    #expect(links.phrases == [OverlapLinks.Phrase(image: 0, text: 0)])
    #expect(links.unmatchedPhrases == 1 && links.unmatchedOccurrences == 2)
  }
}
