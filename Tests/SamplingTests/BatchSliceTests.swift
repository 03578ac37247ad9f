import Sampling
import Testing

struct BatchSliceTests {
  @Test(
    "Slices follow one another and make up the batch, for 1 to 8 ranks", arguments: SamplerCase.all, 1...8)
  func partition(_ example: SamplerCase, ranks: Int) {
    let plan = example.sampler().epoch(1)
    for batch in (0..<plan.batchCount).map(plan.batch) {
      let slices = (0..<ranks).map { batch.slice(rank: $0, of: ranks) }
      #expect(slices.flatMap { Array($0.images) } == Array(batch.images.indices))
      #expect(slices.flatMap { Array($0.texts) } == Array(batch.texts.indices))
    }
  }

  @Test("A slice holds all texts of its images and no others", arguments: SamplerCase.all, 1...8)
  func wholeNeighborhoods(_ example: SamplerCase, ranks: Int) {
    let batch = example.sampler().epoch(0).batch(0)
    for slice in (0..<ranks).map({ batch.slice(rank: $0, of: ranks) }) {
      #expect(Array(slice.texts) == slice.images.flatMap { Array(batch.texts(ofNeighborhood: $0)) })
    }
  }

  @Test("Image counts of slices differ by at most one", arguments: [0, 1, 2, 7, 8, 9, 500], 1...11)
  func balance(imageCount: Int, ranks: Int) throws {
    let batch = GlobalBatch(
      images: (0..<Int32(imageCount)).map { $0 }, texts: (0..<Int32(2 * imageCount)).map { $0 },
      textStarts: (0...imageCount).map { 2 * $0 })
    let counts = (0..<ranks).map { batch.slice(rank: $0, of: ranks).images.count }
    #expect(counts.reduce(0, +) == imageCount)
    #expect(try #require(counts.max()) - #require(counts.min()) <= 1, "\(counts)")
  }

  @Test("With more ranks than images some slices are empty, none holds two images")
  func moreRanksThanImages() {
    let batch = GlobalBatch(images: [4, 2], texts: [9, 8, 3], textStarts: [0, 1, 3])
    let slices = (0..<5).map { batch.slice(rank: $0, of: 5) }
    #expect(slices.count { $0.images.isEmpty && $0.texts.isEmpty } == 3)
    #expect(slices.filter { !$0.images.isEmpty }.map(\.texts) == [0..<1, 1..<3])
  }
}
