import TestSupport
import Testing

@testable import Sampling

@Suite("Where negatives are looked for")
struct NegativeRuleTests {
  private static let links = BatchCase.regions.batchLinks

  private func pairs(_ rule: NegativeRule, step: Int = 3) -> BatchPairs {
    BatchPairs(links: Self.links, negatives: rule, seed: 7, step: step)
  }

  /// Each positive's places in the list, with those of its negatives.
  private func groups(_ pairs: BatchPairs) -> [(positive: Int, negatives: Range<Int>)] {
    let positives = (0..<pairs.count).filter { pairs.labels[$0] > 0 }
    return zip(positives, positives.dropFirst() + [pairs.count]).map { ($0, $0 + 1..<$1) }
  }

  /// The positions of a range that are neither true nor unsure, by definition.
  private func candidates(_ range: Range<Int>, _ isExcluded: (Int, Int) -> Bool, of item: Int) -> Set<Int32> {
    Set(range.filter { !isExcluded(item, $0) }.map { Int32($0) })
  }

  private func isExcluded(text: Int, image: Int) -> Bool {
    Self.links.imagesOfText[text].contains(Int32(image))
      || Self.links.ambiguous?.imagesOfText[text].contains(Int32(image)) == true
  }

  @Test(
    "Neighbourhood first: other positions wait until those of the neighbourhood are used up", arguments: 0..<8
  )
  func neighborhoodFirst(step: Int) {
    let pairs = pairs(NegativeRule(count: 100, scope: .neighborhoodFirst), step: step)
    let batch = BatchCase.regions.batch
    var nearCount = 0
    for (positive, negatives) in groups(pairs) {
      let (text, image) = (Int(pairs.texts[positive]), Int(pairs.images[positive]))
      let home = (0..<3).first { batch.texts(ofNeighborhood: $0).contains(text) } ?? -1
      let imageHome = (0..<3).first { batch.images(ofNeighborhood: $0).contains(image) } ?? -1
      let near = (
        candidates(batch.images(ofNeighborhood: home), { isExcluded(text: $0, image: $1) }, of: text),
        candidates(batch.texts(ofNeighborhood: imageHome), { isExcluded(text: $1, image: $0) }, of: image)
      )
      let images = negatives.filter { pairs.texts[$0] == text && pairs.images[$0] != image }
      let texts = negatives.filter { pairs.texts[$0] != text }
      #expect(Set(images.prefix(near.0.count).map { pairs.images[$0] }) == near.0)
      #expect(Set(texts.prefix(near.1.count).map { pairs.texts[$0] }) == near.1)
      let all = (
        candidates(0..<10, { isExcluded(text: $0, image: $1) }, of: text),
        candidates(0..<6, { isExcluded(text: $1, image: $0) }, of: image)
      )
      #expect(Set(images.map { pairs.images[$0] }) == all.0 && images.count == all.0.count)
      #expect(Set(texts.map { pairs.texts[$0] }) == all.1 && texts.count == all.1.count)
      nearCount += near.0.count + near.1.count
    }
    #expect(nearCount > 10)
  }

  @Test("Images only: each negative has its positive's text", arguments: NegativeRule.Scope.allCases)
  func imagesOnly(scope: NegativeRule.Scope) {
    let pairs = pairs(NegativeRule(count: 3, scope: scope, sides: .images))
    for (positive, negatives) in groups(pairs) {
      #expect(negatives.count == 3)
      #expect(negatives.allSatisfy { pairs.texts[$0] == pairs.texts[positive] })
      #expect(Set(negatives.map { pairs.images[$0] }).count == 3)
    }
  }

  @Test("Every candidate of the neighbourhood is as likely as the others")
  func uniform() {
    let links = BatchLinks(
      links: Links(imageCount: 7, imagesOfText: [[1], [6]]),
      batch: GlobalBatch(
        images: [0, 1, 2, 3, 4, 5, 6], imageStarts: [0, 5, 7], texts: [0, 1], textStarts: [0, 1, 2]))
    var counts = [Int32: Int]()
    for step in 0..<400 {
      let rule = NegativeRule(count: 1, scope: .neighborhoodFirst, sides: .images)
      let pairs = BatchPairs(links: links, negatives: rule, seed: 7, step: step)
      counts[pairs.images[1], default: 0] += 1
    }
    #expect(
      Set(counts.keys) == [0, 2, 3, 4] && counts.values.allSatisfy { $0 > 65 && $0 < 135 }, "\(counts)")
  }

  @Test("Where a neighbourhood has one image, the scope changes nothing", arguments: 0..<10)
  func oneImageEach(step: Int) {
    let data = SamplerCase.fives(12)
    let plan = NeighborhoodSampler(links: data, batchImages: 7, sentencesPerImage: 3, seed: 2).epoch(0)
    let links = BatchLinks(links: data, batch: plan.batch(0))
    for sides in NegativeRule.Sides.allCases {
      let drawn = NegativeRule.Scope.allCases.map { scope in
        BatchPairs(
          links: links, negatives: NegativeRule(count: 6, scope: scope, sides: sides), seed: 5, step: step)
      }
      #expect(drawn[0] == drawn[1] && drawn[0].count == 7 * links.imagesOfText.count)
    }
  }

  @Test("A neighbourhood without images or texts is passed over")
  func emptyNeighborhoods() {
    let links = BatchLinks(
      links: Links(imageCount: 4, imagesOfText: [[0], [1], [3]]),
      batch: GlobalBatch(
        images: [2, 0, 1, 3], imageStarts: [0, 1, 3, 3, 4], texts: [0, 1, 2], textStarts: [0, 0, 2, 2, 3]))
    #expect((0..<3).map { links.images(besideText: $0) } == [1..<3, 1..<3, 3..<4])
    #expect((0..<4).map { links.texts(besideImage: $0) } == [0..<0, 0..<2, 0..<2, 2..<3])
  }
}
