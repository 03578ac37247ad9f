import Random
import Sampling
import Testing

/// Photos with regions and phrases, drawn at random, and a batch shape to try the sampler on.
struct RegionPhraseCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let photoOfRegion: [Int32]
  let positives: Links
  let ambiguous: Links
  let pairs: [(photo: Int32, text: Int32)]
  let photoCount: Int
  let shape: (photos: Int, phrases: Int, regions: Int, negatives: Int)

  /// - Parameters:
  ///   - texts: words that the photos' phrases are taken from.
  ///   - regions: of each photo, by its number.
  init(
    _ description: String, photos: Int, texts: Int, regions: (Int) -> Int,
    shape: (photos: Int, phrases: Int, regions: Int, negatives: Int), seed: UInt64
  ) {
    testDescription = description
    photoCount = photos
    self.shape = shape
    photoOfRegion = (0..<photos).flatMap { [Int32](repeating: Int32($0), count: regions($0)) }
    var links = [Set<Int>](repeating: [], count: texts)
    var unsure = links
    for (region, photo) in photoOfRegion.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .synthetic, time: Int(photo), index: region)
      // A photo speaks of few of the texts, so that several of its regions carry the same one.
      for offset in 0..<4 {
        let text = (Int(photo) * 3 + offset * 5) % texts
        switch stream.nextIndex(below: 4) {
        case 0: links[text].insert(region)
        case 1: if !links[text].contains(region) { unsure[text].insert(region) }
        default: break
        }
      }
    }
    for text in 0..<texts { unsure[text].subtract(links[text]) }
    positives = Links(imageCount: photoOfRegion.count, imagesOfText: links.map { $0.sorted() })
    ambiguous = Links(imageCount: photoOfRegion.count, imagesOfText: unsure.map { $0.sorted() })
    pairs = Self.pairs(links, photoOfRegion)
  }

  /// Photo and text of each link, photo by photo, each once.
  private static func pairs(
    _ links: [Set<Int>], _ photoOfRegion: [Int32]
  ) -> [(photo: Int32, text: Int32)] {
    var numbers = Set<Int>()
    for (text, regions) in links.enumerated() {
      for region in regions { numbers.insert(Int(photoOfRegion[region]) * links.count + text) }
    }
    return numbers.sorted().map { (Int32($0 / links.count), Int32($0 % links.count)) }
  }

  var phrases: RegionPhrases {
    RegionPhrases(
      phrases: pairs, photoOfRegion: photoOfRegion, photoCount: photoCount, links: positives,
      ambiguous: ambiguous)
  }

  func sampler(seed: UInt64 = 11) -> RegionPhraseSampler {
    RegionPhraseSampler(
      phrases: phrases, batchPhotos: shape.photos, phrasesPerPhoto: shape.phrases,
      regionsPerPhrase: shape.regions, negativeRegions: shape.negatives, seed: seed)
  }

  static let all = [
    RegionPhraseCase(
      "photos of eight regions", photos: 23, texts: 13, regions: { _ in 8 }, shape: (6, 2, 2, 3), seed: 1),
    RegionPhraseCase(
      "whole photos", photos: 19, texts: 13, regions: { $0 % 9 }, shape: (6, 0, 2, 3), seed: 6),
    RegionPhraseCase(
      "photos of no to ten regions", photos: 31, texts: 9, regions: { $0 % 11 }, shape: (5, 3, 2, 50), seed: 2
    ),
    RegionPhraseCase(
      "anchors only, one region each, no negatives", photos: 12, texts: 7, regions: { _ in 6 },
      shape: (4, 1, 1, 0), seed: 3),
    RegionPhraseCase(
      "more of everything asked for than there is", photos: 7, texts: 30, regions: { _ in 9 },
      shape: (100, 9, 9, 9), seed: 4),
    RegionPhraseCase(
      "one photo", photos: 1, texts: 7, regions: { _ in 12 }, shape: (3, 2, 2, 2), seed: 8),
  ]
}
