import Sampling
import TestSupport
import Testing

struct BatchLinksTests {
  @Test("Positives and neighbours are those of brute force over sets", arguments: SamplerCase.all)
  func bruteForce(_ example: SamplerCase) {
    for epoch in 0..<4 {
      let plan = example.sampler().epoch(epoch)
      for batch in (0..<plan.batchCount).map(plan.batch) { compare(batch, example.links) }
    }
  }

  @Test("Links extended by equal texts make positives that the batch's rows do not show")
  func extendedLinks() {
    let own = SamplerCase.fives(12)
    // Texts whose numbers are equal modulo 9 are taken to be equal.
    let extended = Links(
      imageCount: 12,
      imagesOfText: (0..<60).map { text in
        Set(stride(from: text % 9, to: 60, by: 9).map { $0 / 5 }).sorted()
      })
    let plan = NeighborhoodSampler(links: own, batchImages: 7, sentencesPerImage: 3, seed: 2).epoch(0)
    var masked = 0
    for batch in (0..<plan.batchCount).map(plan.batch) {
      compare(batch, extended)
      masked += BatchLinks(links: extended, batch: batch).maskedPairs
    }
    #expect(masked > 0)
  }

  @Test("Without shared texts the positives are the neighbourhoods, and nothing is masked")
  func ownTextsOnly() {
    let batch = SamplerCase.all[0].sampler().epoch(0).batch(0)
    let links = BatchLinks(links: SamplerCase.all[0].links, batch: batch)
    #expect(links.maskedPairs == 0)
    #expect(links.positivePairs == batch.texts.count)
    #expect(links.neighborImages.pairCount == 0)
    for image in batch.images.indices {
      #expect(links.textsOfImage[image].map { Int($0) } == Array(batch.texts(ofNeighborhood: image)))
    }
  }

  @Test("A text at two positions is positive with both images, and its own neighbour")
  func textAtTwoPositions() {
    let links = Links(imageCount: 4, imagesOfText: [[0, 2], [0], [2, 3], [3]])
    let batch = GlobalBatch(images: [2, 0], texts: [0, 2, 1, 0], textStarts: [0, 2, 4])
    let found = BatchLinks(links: links, batch: batch)
    #expect((0..<4).map { Array(found.imagesOfText[$0]) } == [[0, 1], [0], [1], [0, 1]])
    #expect((0..<2).map { Array(found.textsOfImage[$0]) } == [[0, 1, 3], [0, 2, 3]])
    #expect((0..<4).map { Array(found.neighborTexts[$0]) } == [[1, 2, 3], [0, 3], [0, 3], [0, 1, 2]])
    #expect((0..<2).map { Array(found.neighborImages[$0]) } == [[1], [0]])
    #expect(found.positivePairs == 6)
    #expect(found.maskedPairs == 2)
  }

  @Test("What is shared need not stand in the batch")
  func sharedOutsideTheBatch() {
    // Texts 0 and 1 share image 2; images 0 and 1 share text 2; none of these is in the batch.
    let links = Links(imageCount: 3, imagesOfText: [[0, 2], [1, 2], [0, 1]])
    let batch = GlobalBatch(images: [0, 1], texts: [0, 1], textStarts: [0, 1, 2])
    let found = BatchLinks(links: links, batch: batch)
    #expect((0..<2).map { Array(found.imagesOfText[$0]) } == [[0], [1]])
    #expect((0..<2).map { Array(found.neighborTexts[$0]) } == [[1], [0]])
    #expect((0..<2).map { Array(found.neighborImages[$0]) } == [[1], [0]])
  }

  @Test("What is neither positive nor negative is that of brute force over sets, and never positive too")
  func ambiguousLinks() throws {
    let example = BatchCase.regions
    let (links, batch) = (example.links, example.batch)
    let unsure = try #require(example.ambiguous)
    compare(batch, links)
    let found = BatchLinks(links: links, ambiguous: unsure, batch: batch)
    let ambiguous = try #require(found.ambiguous)
    let images = batch.texts.map { (Set(links.images(of: Int($0))), Set(unsure.images(of: Int($0)))) }
    let texts = batch.images.map { (Set(links.texts(of: Int($0))), Set(unsure.texts(of: Int($0)))) }
    let pairs = batch.texts.indices.map { text in
      batch.images.indices.filter { images[text].1.contains(batch.images[$0]) }
    }
    #expect(lists(ambiguous.imagesOfText) == pairs)
    #expect(
      lists(ambiguous.textsOfImage)
        == batch.images.indices.map { image in pairs.indices.filter { pairs[$0].contains(image) } })
    #expect(lists(ambiguous.neighborTexts) == meeting(images))
    #expect(lists(ambiguous.neighborImages) == meeting(texts))
    #expect(ambiguous.neighborImages.pairCount > 0 && ambiguous.neighborTexts.pairCount > 0)
  }

  /// Those that share nothing surely, but something that is sure of one and unsure of the other.
  private func meeting(_ sets: [(sure: Set<Int32>, unsure: Set<Int32>)]) -> [[Int]] {
    sets.indices.map { one in
      sets.indices.filter { other in
        other != one && sets[one].sure.isDisjoint(with: sets[other].sure)
          && !(sets[one].sure.isDisjoint(with: sets[other].unsure)
            && sets[one].unsure.isDisjoint(with: sets[other].sure))
      }
    }
  }

  private func compare(_ batch: GlobalBatch, _ links: Links) {
    let found = BatchLinks(links: links, batch: batch)
    let images = batch.texts.map { Set(links.images(of: Int($0))) }
    let texts = batch.images.map { Set(links.texts(of: Int($0))) }
    let positives = batch.texts.indices.map { text in
      batch.images.indices.filter { images[text].contains(batch.images[$0]) }
    }
    #expect(lists(found.imagesOfText) == positives)
    #expect(
      lists(found.textsOfImage)
        == batch.images.indices.map { image in positives.indices.filter { positives[$0].contains(image) } })
    #expect(lists(found.neighborTexts) == sharing(images))
    #expect(lists(found.neighborImages) == sharing(texts))
    #expect(found.positivePairs == positives.reduce(0) { $0 + $1.count })
    let masked = positives.enumerated().reduce(0) { sum, positive in
      let own = (0..<batch.neighborhoodCount).first {
        batch.texts(ofNeighborhood: $0).contains(positive.offset)
      }
      return sum + positive.element.count { own.map(batch.images(ofNeighborhood:))?.contains($0) != true }
    }
    #expect(found.maskedPairs == masked)
  }

  private func sharing(_ sets: [Set<Int32>]) -> [[Int]] {
    sets.indices.map { one in
      sets.indices.filter { $0 != one && !sets[$0].isDisjoint(with: sets[one]) }
    }
  }

  private func lists(_ lists: PositionLists) -> [[Int]] {
    (0..<lists.count).map { item in lists.positions[lists.range(of: item)].map { Int($0) } }
  }
}
