import Sampling
import Testing

@Suite("Dealing in blocks")
struct BlockDealingTests {
  private static let counts = 1...12

  @Test("The ranks' blocks follow one another and are all there are, at least one a rank", arguments: counts)
  func partition(blocks: Int) {
    for ranks in 1...blocks {
      let dealing = BlockDealing(fixedBlocks: blocks, ranks: ranks)
      let runs = (0..<ranks).map(dealing.blocks(ofRank:))
      #expect(runs.flatMap { Array($0) } == Array(0..<blocks), "\(ranks) ranks: \(runs)")
      #expect(runs.allSatisfy { !$0.isEmpty }, "\(ranks) ranks: \(runs)")
      let lengths = runs.map(\.count)
      #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= (blocks.isMultiple(of: ranks) ? 0 : 1))
    }
  }

  @Test(
    "Fixed blocks of a batch are the same at every number of ranks, and make up each rank's slice",
    arguments: SamplerCase.all, counts)
  func fixed(_ example: SamplerCase, blocks: Int) {
    let batch = example.sampler().epoch(1).batch(0)
    let expected = (0..<blocks).map { batch.slice(rank: $0, of: blocks) }
    for ranks in 1...blocks {
      let dealing = BlockDealing(fixedBlocks: blocks, ranks: ranks)
      let found = (0..<ranks).map { dealing.blocks(ofRank: $0, of: batch) }
      #expect(Array(found.joined()) == expected, "\(ranks) ranks")
      for (rank, own) in found.enumerated() {
        let slice = dealing.slice(rank: rank, of: batch)
        #expect(own.flatMap { Array($0.images) } == Array(slice.images), "rank \(rank) of \(ranks)")
        #expect(own.flatMap { Array($0.texts) } == Array(slice.texts), "rank \(rank) of \(ranks)")
      }
    }
  }

  @Test("A block for each rank is the slice of the batch that it always was", arguments: counts)
  func blockForEachRank(ranks: Int) {
    let batch = SamplerCase.all[0].sampler().epoch(0).batch(0)
    let dealing = BlockDealing(ranks: ranks)
    #expect(!dealing.isFixed && BlockDealing(fixedBlocks: ranks, ranks: ranks).isFixed)
    for rank in 0..<ranks {
      #expect(dealing.slice(rank: rank, of: batch) == batch.slice(rank: rank, of: ranks))
      #expect(dealing.blocks(ofRank: rank, of: batch).count == 1)
    }
  }

  @Test("Blocks of rows follow one another and are all there are", arguments: [0, 1, 7, 8, 1000], counts)
  func rows(count: Int, blocks: Int) {
    for ranks in 1...blocks {
      let dealing = BlockDealing(fixedBlocks: blocks, ranks: ranks)
      let found = (0..<ranks).flatMap { dealing.blocks(ofRank: $0, count: count) }
      #expect(found == (0..<blocks).map { count * $0 / blocks..<count * ($0 + 1) / blocks })
      #expect(found.flatMap { Array($0) } == Array(0..<count))
    }
  }
}
