import Random
import Sampling

/// The global batches of a scenario's steps, and what is linked in the data they are drawn from.
struct StepData {
  let batches: [GlobalBatch]
  let positives: Links
  let ambiguous: Links?

  private static let stepCount = 20

  /// Forty images with one to three texts each.
  static func images(aBatch count: Int, aNeighborhood: Int) -> StepData {
    let sampler = NeighborhoodSampler(
      links: links(equalTexts: false), batchImages: count, sentencesPerImage: 2, seed: 21)
    let positives = links(equalTexts: true)
    return StepData(
      batches: firstBatches(of: sampler).map { merged($0, aNeighborhood) }, positives: positives,
      ambiguous: aNeighborhood > 1 ? ambiguous(positives) : nil)
  }

  /// Seventeen photos of six to nine regions; their phrases are of eleven texts.
  static func regions(photosABatch count: Int) -> StepData {
    let (positives, ambiguous) = regionLinks()
    let phrases = RegionPhrases(
      phrases: phrases(positives), photoOfRegion: photoOfRegion, photoCount: photoCount, links: positives,
      ambiguous: ambiguous)
    let sampler = RegionPhraseSampler(
      phrases: phrases, batchPhotos: count, phrasesPerPhoto: 3, regionsPerPhrase: 2, negativeRegions: 2,
      seed: 22)
    return StepData(batches: firstBatches(of: sampler), positives: positives, ambiguous: ambiguous)
  }

  private static func firstBatches(of sampler: some BatchSampler) -> [GlobalBatch] {
    var batches: [GlobalBatch] = []
    var epoch = 0
    while batches.count < stepCount {
      let plan = sampler.epoch(epoch)
      batches += (0..<plan.batchCount).map(plan.batch)
      epoch += 1
    }
    return Array(batches.prefix(stepCount))
  }
}

// Images and texts.
extension StepData {
  private static let imageCount = 40

  /// One to three texts an image; every seventh text equals its third predecessor, if asked for.
  private static func links(equalTexts: Bool) -> Links {
    let imageOfText = (0..<imageCount).flatMap { [Int](repeating: $0, count: 1 + ($0 * 5) % 3) }
    return Links(
      imageCount: imageCount,
      imagesOfText: imageOfText.indices.map { text in
        let first = text % 7 == 0 ? text - 3 : text
        let group = equalTexts && first >= 0 && (first + 3) % 7 == 0 ? [first, first + 3] : [text]
        return Set(group.filter(imageOfText.indices.contains).map { imageOfText[$0] }).sorted()
      })
  }

  /// The image after a text's first one, where that is not its own too.
  private static func ambiguous(_ positives: Links) -> Links {
    Links(
      imageCount: imageCount,
      imagesOfText: (0..<positives.textCount).map { text in
        let own = positives.images(of: text).map { Int($0) }
        return own.prefix(1).map { ($0 + 1) % imageCount }.filter { !own.contains($0) }
      })
  }

  /// Neighbourhoods of several images.
  private static func merged(_ batch: GlobalBatch, _ neighborhoodImages: Int) -> GlobalBatch {
    let count = batch.neighborhoodCount
    let kept = Set(stride(from: 0, to: count, by: neighborhoodImages)).union([count]).sorted()
    return GlobalBatch(
      images: batch.images, imageStarts: kept.map { batch.imageStarts[$0] }, texts: batch.texts,
      textStarts: kept.map { batch.textStarts[$0] })
  }
}

// Regions and phrases.
extension StepData {
  private static let photoCount = 17
  private static let textCount = 11

  private static let photoOfRegion: [Int32] = (0..<Int32(photoCount)).flatMap { photo in
    [Int32](repeating: photo, count: 6 + Int(photo) % 4)
  }

  /// A photo speaks of four of the texts, so that its regions share texts, and photos do; a region is positive with
  /// some of them and ambiguous with others.
  private static func regionLinks() -> (positives: Links, ambiguous: Links) {
    var positives = [[Int]](repeating: [], count: textCount)
    var ambiguous = positives
    for (region, photo) in photoOfRegion.enumerated() {
      var stream = RandomStream(seed: 23, purpose: .synthetic, index: region)
      for offset in 0..<4 {
        let text = (Int(photo) * 3 + offset * 2) % textCount
        switch stream.nextIndex(below: 4) {
        case 0: positives[text].append(region)
        case 1: ambiguous[text].append(region)
        default: break
        }
      }
    }
    let count = photoOfRegion.count
    return (
      Links(imageCount: count, imagesOfText: positives), Links(imageCount: count, imagesOfText: ambiguous)
    )
  }

  /// Photo and text of each phrase, each once.
  private static func phrases(_ positives: Links) -> [(photo: Int32, text: Int32)] {
    (0..<Int32(textCount)).flatMap { text in
      Set(positives.images(of: Int(text)).map { photoOfRegion[Int($0)] }).sorted().map { ($0, text) }
    }
  }
}
