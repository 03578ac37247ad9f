import Sampling
import Testing

struct EpochRuleTests {
  @Test("Every text with an image is an anchor once an epoch", arguments: SamplerCase.all)
  func anchorsOnce(_ example: SamplerCase) {
    for epoch in 0..<6 {
      let anchors = batches(of: example, epoch: epoch).flatMap { batch in
        batch.images.indices.map { batch.texts[batch.textStarts[$0]] }
      }
      #expect(anchors.sorted() == example.anchors, "epoch \(epoch)")
    }
  }

  @Test("No image stands twice in a batch, and none exceeds the batch asked for", arguments: SamplerCase.all)
  func distinctImages(_ example: SamplerCase) {
    for batch in (0..<6).flatMap({ batches(of: example, epoch: $0) }) {
      #expect(Set(batch.images).count == batch.images.count)
      #expect(!batch.images.isEmpty && batch.images.count <= example.sampler().batchImages)
    }
  }

  @Test("The batches of an epoch differ by at most one image", arguments: SamplerCase.all)
  func noRunt(_ example: SamplerCase) throws {
    for epoch in 0..<6 {
      let sizes = batches(of: example, epoch: epoch).map(\.images.count)
      let least = try #require(sizes.min())
      let most = try #require(sizes.max())
      #expect(most - least <= 1, "sizes \(sizes)")
      let plan = example.sampler().epoch(epoch)
      #expect(sizes == (0..<plan.batchCount).map(plan.imageCount(ofBatch:)))
    }
  }

  @Test("An epoch has no more batches than the rule says", arguments: SamplerCase.all)
  func batchCounts(_ example: SamplerCase) throws {
    let sampler = example.sampler()
    for epoch in 0..<6 {
      let all = batches(of: example, epoch: epoch)
      var anchorsOfImage = [Int32: Int]()
      for image in all.flatMap(\.images) { anchorsOfImage[image, default: 0] += 1 }
      let most = try #require(anchorsOfImage.values.max())
      let full = Int((Double(example.anchors.count) / Double(sampler.batchImages)).rounded(.up))
      #expect(all.count == max(full, most))
      #expect(sampler.batchCount(ofEpoch: epoch) == all.count)
      #expect(sampler.batchesPerEpoch.contains(all.count))
    }
  }

  @Test("The number of batches is one number unless shared texts can change it")
  func batchesPerEpoch() {
    let own = NeighborhoodSampler(
      links: SamplerCase.fives(37), batchImages: 8, sentencesPerImage: 2, seed: 1)
    #expect(own.batchesPerEpoch == 24...24)
    let dominated = NeighborhoodSampler(
      links: SamplerCase.links(textCounts: [1, 1, 30, 1]), batchImages: 4, sentencesPerImage: 2, seed: 1)
    #expect(dominated.batchesPerEpoch == 30...30)
    // Two images share four texts: one of them gets two, three or four anchors.
    let shared = NeighborhoodSampler(
      links: Links(imageCount: 2, imagesOfText: [[0, 1], [0, 1], [0, 1], [0, 1]]), batchImages: 2,
      sentencesPerImage: 2, seed: 1)
    #expect(shared.batchesPerEpoch == 2...4)
    #expect(Set((0..<40).map(shared.batchCount(ofEpoch:))) == [2, 3, 4])
  }

  @Test("A neighbourhood is an anchor and other texts of its image, none twice", arguments: SamplerCase.all)
  func neighborhoods(_ example: SamplerCase) {
    for batch in batches(of: example, epoch: 3) {
      for (position, image) in batch.images.enumerated() {
        let texts = batch.texts[batch.texts(ofNeighborhood: position)]
        let linked = Set(example.links.texts(of: Int(image)))
        #expect(texts.count == min(example.sentencesPerImage, linked.count))
        #expect(Set(texts).count == texts.count)
        #expect(linked.isSuperset(of: texts))
      }
    }
  }

  @Test("Seed and epoch name the batches, in whatever order they are asked for", arguments: SamplerCase.all)
  func pureFunction(_ example: SamplerCase) {
    let forward = (0..<3).map { batches(of: example, epoch: $0) }
    let plans = (0..<3).reversed().map { example.sampler().epoch($0) }
    for (plan, expected) in zip(plans, forward.reversed()) {
      for index in (0..<plan.batchCount).reversed() { #expect(plan.batch(index) == expected[index]) }
    }
  }

  @Test("Another epoch or another seed gives other batches")
  func otherBatches() {
    let sampler = SamplerCase.all[0].sampler()
    let other = SamplerCase.all[0].sampler(seed: 12)
    let first = sampler.epoch(0)
    for plan in [sampler.epoch(1), other.epoch(0)] {
      #expect((0..<first.batchCount).allSatisfy { first.batch($0) != plan.batch($0) })
      #expect((0..<first.batchCount).allSatisfy { Set(first.batch($0).images) != Set(plan.batch($0).images) })
    }
  }

  private func batches(of example: SamplerCase, epoch: Int) -> [GlobalBatch] {
    let plan = example.sampler().epoch(epoch)
    return (0..<plan.batchCount).map(plan.batch)
  }
}
