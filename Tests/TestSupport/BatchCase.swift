import Sampling

/// A global batch with the links of its data.
package struct BatchCase: Sendable, CustomStringConvertible {
  package let description: String
  package let links: Links
  /// Pairs that are neither positive nor negative.
  package let ambiguous: Links?
  package let batch: GlobalBatch

  /// What the code under test is told of the links.
  package var batchLinks: BatchLinks { BatchLinks(links: links, ambiguous: ambiguous, batch: batch) }

  package init(_ description: String, links: Links, ambiguous: Links? = nil, batch: GlobalBatch) {
    self.description = description
    self.links = links
    self.ambiguous = ambiguous
    self.batch = batch
  }

  /// - Parameters:
  ///   - counts: image i of the data has `counts[i]` texts of its own, numbered on.
  ///   - equalTexts: groups of texts that are taken to be equal: each is linked to the images of all.
  ///   - images: rows of the batch, which has all their own texts.
  package init(_ description: String, textCounts counts: [Int], equalTexts: [[Int]] = [], images: [Int]) {
    let imageOfText = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
    let links = Links(
      imageCount: counts.count,
      imagesOfText: imageOfText.indices.map { text in
        let group = equalTexts.first { $0.contains(text) } ?? [text]
        return Set(group.map { imageOfText[$0] }).sorted()
      })
    let texts = images.map { image in imageOfText.indices.filter { imageOfText[$0] == image } }
    let starts = texts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    let batch = GlobalBatch(
      images: images.map { Int32($0) }, texts: texts.joined().map { Int32($0) }, textStarts: starts)
    self.init(description, links: links, batch: batch)
  }

  /// Texts equal to others of the batch and to one outside, images of one to three texts.
  package static let equalTexts = BatchCase(
    "images of one to three texts, some equal", textCounts: [3, 1, 2, 2, 1, 3, 2, 2, 1],
    equalTexts: [[0, 4], [3, 9, 12], [15, 16], [10, 11]], images: [4, 0, 5, 2, 7, 1, 6])

  /// Three photos with four regions each (0 to 3, 4 to 7, 8 to 11): phrases of several regions, regions of several
  /// phrases, a phrase in two photos, regions that overlap too little, regions of no phrase.
  package static let regions = BatchCase(
    "regions and phrases, many to many",
    links: Links(imageCount: 12, imagesOfText: [[0, 1, 4], [0, 2], [5], [8, 9], [4, 9], [11]]),
    ambiguous: Links(imageCount: 12, imagesOfText: [[2, 5], [1], [6], [], [8], [10]]),
    batch: GlobalBatch(
      images: [0, 1, 2, 3, 5, 4, 6, 9, 8, 10], imageStarts: [0, 4, 7, 10], texts: [0, 1, 2, 0, 4, 3],
      textStarts: [0, 2, 4, 6]))

  package static let all = [
    equalTexts, regions,
    BatchCase("no shared text", textCounts: [2, 2, 2, 2, 2], images: [3, 1, 0, 4]),
    BatchCase("one text an image", textCounts: [1, 1, 1, 1, 1], images: [0, 2, 4, 3]),
    BatchCase("one image, so no negatives", textCounts: [3], images: [0]),
    BatchCase(
      "a text of every image, so an anchor without negatives", textCounts: [2, 2, 1, 2],
      equalTexts: [[0, 2, 4, 5]], images: [0, 1, 2, 3]),
  ]
}
