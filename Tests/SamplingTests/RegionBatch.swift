import Sampling

/// Three photos with four regions each (0 to 3, 4 to 7, 8 to 11), of which a batch leaves out two: phrases of several
/// regions, regions of several phrases or none, a phrase in two photos, regions that overlap too little.
enum RegionBatch {
  static let positives = Links(
    imageCount: 12, imagesOfText: [[0, 1, 4], [0, 2], [5], [8, 9], [4, 9], [11]])
  static let ambiguous = Links(imageCount: 12, imagesOfText: [[2, 5], [1], [6], [], [8], [10]])
  static let batch = GlobalBatch(
    images: [0, 1, 2, 3, 5, 4, 6, 9, 8, 10], imageStarts: [0, 4, 7, 10], texts: [0, 1, 2, 0, 4, 3],
    textStarts: [0, 2, 4, 6])
  static let links = BatchLinks(links: positives, ambiguous: ambiguous, batch: batch)
}
