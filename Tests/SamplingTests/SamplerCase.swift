import Sampling
import Testing

/// A data set and a batch shape to try the sampler on.
struct SamplerCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let links: Links
  let batchImages: Int
  let sentencesPerImage: Int

  func sampler(seed: UInt64 = 11) -> NeighborhoodSampler {
    NeighborhoodSampler(
      links: links, batchImages: batchImages, sentencesPerImage: sentencesPerImage, seed: seed)
  }

  /// Rows of the texts that have an image.
  var anchors: [Int32] {
    (0..<Int32(links.textCount)).filter { !links.images(of: Int($0)).isEmpty }
  }

  private init(_ description: String, _ links: Links, images: Int, sentences: Int) {
    testDescription = description
    self.links = links
    batchImages = images
    sentencesPerImage = sentences
  }

  /// Image i has `counts[i]` texts of its own.
  static func links(textCounts counts: [Int]) -> Links {
    let images = counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    return Links(imageCount: counts.count, imageOfText: images)
  }

  static func fives(_ imageCount: Int) -> Links { links(textCounts: [Int](repeating: 5, count: imageCount)) }

  /// Texts of none, one, two, three or all of 13 images.
  static let manyToMany = Links(
    imageCount: 13,
    imagesOfText: (0..<60).map { text in
      switch text {
      case 17: return []
      case 20: return Array(0..<13)
      default: return Set([text % 7, (text * 5) % 13, (text * text) % 11].prefix(1 + text % 3)).sorted()
      }
    })

  static let all = [
    SamplerCase("batches that do not divide the texts", fives(37), images: 8, sentences: 2),
    SamplerCase("batches that divide the texts", fives(20), images: 10, sentences: 2),
    SamplerCase(
      "one anchor more than full laps", links(textCounts: [5, 5, 5, 5, 1]), images: 3, sentences: 2),
    SamplerCase("a batch larger than the data", fives(3), images: 500, sentences: 2),
    SamplerCase(
      "unequal numbers of texts", links(textCounts: [1, 7, 0, 2, 5, 1, 1, 3]), images: 3, sentences: 3),
    SamplerCase(
      "an image with most of the texts", links(textCounts: [1, 1, 30, 1, 1]), images: 4, sentences: 2),
    SamplerCase("one image", links(textCounts: [4]), images: 500, sentences: 2),
    SamplerCase("one image with one text", links(textCounts: [1]), images: 1, sentences: 2),
    SamplerCase("one text an image", links(textCounts: [1, 1, 1, 1, 1, 1, 1]), images: 3, sentences: 2),
    SamplerCase("anchors only", fives(9), images: 4, sentences: 1),
    SamplerCase("more sentences asked for than there are", fives(9), images: 4, sentences: 9),
    SamplerCase("batches of one image", fives(4), images: 1, sentences: 2),
    SamplerCase("many-to-many", manyToMany, images: 5, sentences: 2),
    SamplerCase("many-to-many, a batch larger than the data", manyToMany, images: 50, sentences: 4),
  ]
}
