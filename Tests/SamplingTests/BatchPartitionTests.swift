import Sampling
import Testing

@Suite("The partition of a batch")
struct BatchPartitionTests {
  private static let starts = [0, 2, 3, 3, 6, 7, 9, 10, 12]
  private static let batch = GlobalBatch(
    images: Array(0..<8), texts: Array(0..<12), textStarts: starts)

  @Test(
    "Every rank's own part is its slice in the others' lists, and its blocks make it up", arguments: 1...5)
  func parts(ranks: Int) {
    for dealing in [BlockDealing(ranks: ranks), BlockDealing(fixedBlocks: 6, ranks: ranks)] {
      let partitions = (0..<ranks).map { BatchPartition(Self.batch, dealing, rank: $0) }
      #expect(partitions.flatMap { Array($0.own.images) } == Array(0..<8))
      #expect(partitions.flatMap { Array($0.own.texts) } == Array(0..<12))
      for partition in partitions {
        #expect(partition.slices == partitions.map(\.own))
        #expect(partition.blocks.flatMap { Array($0.images) } == Array(partition.own.images))
        #expect(partition.blocks.flatMap { Array($0.texts) } == Array(partition.own.texts))
        #expect(partition.blocks.count == dealing.blocks(ofRank: partition.rank).count)
      }
    }
  }
}
