import Sampling
import Testing

@Suite("The sampler of regions and phrases")
struct RegionPhraseSamplerTests {
  @Test("Lists of a photo's regions and phrases are those of brute force", arguments: RegionPhraseCase.all)
  func lists(_ example: RegionPhraseCase) {
    let phrases = example.phrases
    for (number, pair) in example.pairs.enumerated() {
      func own(_ links: Links) -> [Int32] {
        links.images(of: Int(pair.text)).filter { example.photoOfRegion[Int($0)] == pair.photo }
      }
      #expect(Array(phrases.positives[number]) == own(example.positives))
      #expect(Array(phrases.ambiguous[number]) == own(example.ambiguous))
      let related = example.pairs.indices.filter { other in
        other != number && example.pairs[other].photo == pair.photo
          && !Set(phrases.positives[other]).isDisjoint(with: phrases.positives[number])
      }
      #expect(phrases.related[number].map { Int($0) } == related)
    }
  }

  @Test(
    "Every phrase stands in one batch of an epoch, and no photo twice in a batch",
    arguments: RegionPhraseCase.all)
  func phrasesOnce(_ example: RegionPhraseCase) {
    for epoch in 0..<4 {
      let plan = example.sampler().epoch(epoch)
      let batches = (0..<plan.batchCount).map(plan.phrases(ofBatch:))
      #expect(batches.joined().joined().map { Int($0) }.sorted() == Array(example.pairs.indices))
      for batch in batches {
        for visit in batch {
          #expect(Set(visit.map { example.pairs[Int($0)].photo }).count == 1)
          #expect(example.shape.phrases == 0 || visit.count <= example.shape.phrases)
        }
        #expect(Set(batch.map { example.pairs[Int($0[0])].photo }).count == batch.count)
      }
      let sizes = batches.map(\.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(example.sampler().batchCount(ofEpoch: epoch) == plan.batchCount)
    }
  }

  @Test("Phrases that share a region come in one visit")
  func related() {
    // Two phrases for the first two regions, two for the last two.
    let links = Links(imageCount: 4, imagesOfText: [[0, 1], [2, 3], [1], [3]])
    let phrases = RegionPhrases(
      phrases: (0..<4).map { (0, $0) }, photoOfRegion: [0, 0, 0, 0], photoCount: 1, links: links,
      ambiguous: Links(imageCount: 4, imagesOfText: [[], [], [], []]))
    let sampler = RegionPhraseSampler(
      phrases: phrases, batchPhotos: 1, phrasesPerPhoto: 2, regionsPerPhrase: 1, negativeRegions: 0, seed: 1)
    for epoch in 0..<20 {
      let plan = sampler.epoch(epoch)
      let visits = (0..<plan.batchCount).map { Set(plan.phrases(ofBatch: $0)[0]) }
      #expect(Set(visits) == [[0, 2], [1, 3]])
    }
  }

  @Test(
    "A phrase brings P of its regions or all it has, all of its own photo", arguments: RegionPhraseCase.all)
  func positives(_ example: RegionPhraseCase) {
    forEveryPhoto(example) { phrases, regions in
      for phrase in phrases {
        let all = example.phrases.positives[Int(phrase)]
        let there = regions.count { all.contains($0) }
        #expect(there >= min(example.shape.regions, all.count))
      }
    }
  }

  @Test(
    "A phrase that shares regions with another one of its visit comes with such a region",
    arguments: RegionPhraseCase.all)
  func sharedRegion(_ example: RegionPhraseCase) {
    guard example.shape.phrases != 1 else { return }
    var count = 0
    forEveryPhoto(example) { phrases, regions in
      let data = example.phrases
      for phrase in phrases {
        let others = phrases.filter { data.related[Int(phrase)].contains($0) }
        guard !others.isEmpty else { continue }
        count += 1
        let shared = Set(others.flatMap { data.positives[Int($0)] }).intersection(data.positives[Int(phrase)])
        #expect(regions.contains { shared.contains($0) })
      }
    }
    #expect(count > 0)
  }

  @Test(
    "Negative regions are M, or all that mean none of the photo's phrases there",
    arguments: RegionPhraseCase.all)
  func negatives(_ example: RegionPhraseCase) {
    forEveryPhoto(example) { phrases, regions in
      let data = example.phrases
      let positive = Set(phrases.flatMap { data.positives[Int($0)] })
      let near = positive.union(phrases.flatMap { data.ambiguous[Int($0)] })
      let photo = Int(data.photos[Int(phrases[0])])
      let possible = data.regionsOfPhoto[photo].filter { !near.contains($0) }
      let negatives = regions.filter { !positive.contains($0) }
      #expect(Set(negatives).isSubset(of: possible))
      #expect(negatives.count == min(example.shape.negatives, possible.count))
    }
  }

  @Test("Any number of ranks shares a batch in whole photos", arguments: RegionPhraseCase.all)
  func slices(_ example: RegionPhraseCase) {
    let batch = example.sampler().epoch(1).batch(0)
    for size in 1...8 {
      let slices = (0..<size).map { batch.slice(rank: $0, of: size) }
      #expect(slices.flatMap { Array($0.images) } == Array(batch.images.indices))
      #expect(slices.flatMap { Array($0.texts) } == Array(batch.texts.indices))
      for slice in slices where !slice.texts.isEmpty {
        #expect(batch.textStarts.contains(slice.texts.lowerBound))
        #expect(batch.imageStarts.contains(slice.images.lowerBound))
      }
    }
  }

  @Test(
    "Neighbours among texts worked out once are those found batch by batch", arguments: RegionPhraseCase.all)
  func textNeighbors(_ example: RegionPhraseCase) {
    let known = TextNeighbors(links: example.positives, ambiguous: example.ambiguous)
    let plan = example.sampler().epoch(2)
    for batch in (0..<plan.batchCount).map(plan.batch) {
      let found = BatchLinks(
        links: example.positives, ambiguous: example.ambiguous, textNeighbors: known, batch: batch)
      #expect(found == BatchLinks(links: example.positives, ambiguous: example.ambiguous, batch: batch))
    }
  }

  @Test("A plan is a function of seed and epoch")
  func determinism() {
    let example = RegionPhraseCase.all[0]
    func batches(seed: UInt64, epoch: Int) -> [GlobalBatch] {
      let plan = example.sampler(seed: seed).epoch(epoch)
      return (0..<plan.batchCount).reversed().map(plan.batch)
    }
    #expect(batches(seed: 1, epoch: 2) == batches(seed: 1, epoch: 2))
    #expect(batches(seed: 1, epoch: 2) != batches(seed: 2, epoch: 2))
    #expect(batches(seed: 1, epoch: 2) != batches(seed: 1, epoch: 3))
  }

  private func forEveryPhoto(_ example: RegionPhraseCase, _ body: ([Int32], [Int32]) -> Void) {
    for epoch in 0..<3 {
      let plan = example.sampler().epoch(epoch)
      for index in 0..<plan.batchCount {
        let batch = plan.batch(index)
        let phrases = plan.phrases(ofBatch: index)
        #expect(batch.neighborhoodCount == phrases.count)
        for (photo, phrases) in phrases.enumerated() {
          let texts = batch.texts[batch.texts(ofNeighborhood: photo)]
          #expect(Array(texts) == phrases.map { example.phrases.texts[Int($0)] })
          body(phrases, Array(batch.images[batch.images(ofNeighborhood: photo)]))
        }
      }
    }
  }
}
