import TestSupport
import Testing

@testable import Sampling

@Suite("The labelled pairs of a batch")
struct BatchPairsTests {
  /// Images of one to three texts, some texts equal, in a batch that leaves out an image.
  private static let links = BatchLinks(
    links: Links(
      imageCount: 6,
      imagesOfText: [[0], [0, 3], [1], [1, 4], [2], [2], [0, 3], [3], [1, 4], [5], [5], [4]]),
    batch: GlobalBatch(
      images: [3, 1, 0, 4, 5], texts: [6, 7, 2, 3, 0, 1, 8, 11, 9, 10], textStarts: [0, 2, 4, 6, 8, 10]))

  private func pairs(_ negatives: Int, seed: UInt64 = 7, step: Int = 3) -> BatchPairs {
    BatchPairs(links: Self.links, negatives: NegativeRule(count: negatives), seed: seed, step: step)
  }

  private func isTrue(_ pairs: BatchPairs, _ pair: Int) -> Bool {
    Self.links.imagesOfText[Int(pairs.texts[pair])].contains(pairs.images[pair])
  }

  @Test("Every true pair of the batch is a positive, once, and no other pair is", arguments: [1, 2, 3, 5])
  func positives(negatives: Int) {
    let pairs = pairs(negatives)
    let positives = (0..<pairs.count).filter { pairs.labels[$0] > 0 }
    let found = positives.map { [pairs.texts[$0], pairs.images[$0]] }
    #expect(found.count == Self.links.positivePairs && Set(found).count == found.count)
    #expect(positives.allSatisfy { isTrue(pairs, $0) })
    #expect(pairs.labels.allSatisfy { $0 == 1 || $0 == -1 })
  }

  @Test("No true pair is ever a negative, and each positive has its number of them", arguments: 0..<20)
  func negatives(step: Int) {
    let pairs = pairs(3, step: step)
    #expect(pairs.count == 4 * Self.links.positivePairs)
    for pair in 0..<pairs.count where pairs.labels[pair] < 0 { #expect(!isTrue(pairs, pair)) }
  }

  @Test("The negatives of a positive are in turn its text with another image and its image with another text")
  func turns() {
    let pairs = pairs(4)
    for first in stride(from: 0, to: pairs.count, by: 5) {
      let (text, image) = (pairs.texts[first], pairs.images[first])
      #expect(pairs.labels[first] == 1)
      for number in 1...4 {
        let isOwnText = number % 2 == 1
        #expect((pairs.texts[first + number] == text) == isOwnText)
        #expect((pairs.images[first + number] == image) == !isOwnText)
      }
      #expect(pairs.images[first + 1] != pairs.images[first + 3])
      #expect(pairs.texts[first + 2] != pairs.texts[first + 4])
    }
  }

  @Test("Where negatives run out there are as many as there can be, each once")
  func exhausted() {
    let pairs = pairs(100)
    for text in 0..<Self.links.imagesOfText.count {
      let images = Self.links.imagesOfText[text]
      let expected = images.reduce(0) { sum, image in
        sum + 1 + (5 - images.count) + (10 - Self.links.textsOfImage[Int(image)].count)
      }
      let run = pairs.run(ofTexts: text..<text + 1)
      #expect(run.count == expected, "text \(text)")
      let first = images.count == 1 ? (0..<run.count).map { [run.texts[$0], run.images[$0]] } : []
      #expect(Set(first).count == first.count)
    }
  }

  @Test("An anchor that is linked to all of the batch has no negatives")
  func none() {
    let links = BatchLinks(
      links: Links(imageCount: 1, imagesOfText: [[0], [0]]),
      batch: GlobalBatch(images: [0], texts: [0, 1], textStarts: [0, 2]))
    let pairs = BatchPairs(links: links, negatives: NegativeRule(count: 2), seed: 1, step: 0)
    #expect(pairs.labels == [1, 1] && pairs.texts == [0, 1] && pairs.images == [0, 0])
  }

  @Test(
    "Pairs that are neither positive nor negative are never drawn, and all others are when all are asked for")
  func ambiguous() throws {
    let links = BatchCase.regions.batchLinks
    let unsure = try #require(links.ambiguous)
    let pairs = BatchPairs(links: links, negatives: NegativeRule(count: 100), seed: 3, step: 1)
    var drawn = Set<[Int32]>()
    for pair in 0..<pairs.count where pairs.labels[pair] < 0 {
      let (text, image) = (Int(pairs.texts[pair]), pairs.images[pair])
      #expect(!unsure.imagesOfText[text].contains(image) && !links.imagesOfText[text].contains(image))
      drawn.insert([pairs.texts[pair], image])
    }
    let all = links.imagesOfText.count * links.textsOfImage.count
    // Every text has a positive, beside which all its negatives stand.
    #expect(drawn.count == all - links.positivePairs - unsure.imagesOfText.pairCount)
    #expect(unsure.imagesOfText.pairCount > 3)
  }

  @Test("The runs of any number of ranks follow each other and make up all pairs", arguments: 1...8)
  func ranks(size: Int) {
    let pairs = pairs(2)
    let batch = GlobalBatch(
      images: [3, 1, 0, 4, 5], texts: [6, 7, 2, 3, 0, 1, 8, 11, 9, 10], textStarts: [0, 2, 4, 6, 8, 10])
    let slices = (0..<size).map { batch.slice(rank: $0, of: size).texts }
    let runs = slices.map(pairs.run(ofTexts:))
    #expect(runs.flatMap(\.texts) == pairs.texts && runs.flatMap(\.images) == pairs.images)
    #expect(runs.flatMap(\.labels) == pairs.labels && runs.allSatisfy { $0.globalCount == pairs.count })
    for (texts, run) in zip(slices, runs) {
      for pair in 0..<run.count where run.labels[pair] > 0 { #expect(texts.contains(Int(run.texts[pair]))) }
    }
  }

  @Test("Another step or seed draws others; the same draws the same; every candidate is drawn at some step")
  func draws() {
    #expect(pairs(2) == pairs(2))
    #expect(pairs(2) != pairs(2, step: 4))
    #expect(pairs(2) != pairs(2, seed: 8))
    // The first positive is text position 0 (text 6, of images 0 and 3): images 1, 3 and 4 of the batch are others.
    var images = [Int32: Int]()
    for step in 0..<300 { images[pairs(1, step: step).images[1], default: 0] += 1 }
    #expect(Set(images.keys) == [1, 3, 4])
    #expect(images.values.allSatisfy { $0 > 60 && $0 < 140 }, "\(images)")
  }
}
