/// How global batches, and other things in a row, are dealt to ranks: in blocks, each rank a run of whole ones.
///
/// Where the blocks are fixed, what is computed a block at a time by calls that see one block only, and is added up in
/// the order of the blocks, has the same bits at every number of ranks: it does not matter who holds a block.
package struct BlockDealing: Equatable, Sendable {
  package let blockCount: Int
  package let rankCount: Int
  /// Whether the blocks are the same at every number of ranks.
  package let isFixed: Bool

  /// A block for each rank.
  package init(ranks: Int) {
    precondition(ranks >= 1, "\(ranks) ranks")
    (blockCount, rankCount, isFixed) = (ranks, ranks, false)
  }

  /// The same blocks at every number of ranks, none of which may go without one.
  package init(fixedBlocks blocks: Int, ranks: Int) {
    precondition(ranks >= 1 && ranks <= blocks, "\(blocks) blocks for \(ranks) ranks")
    (blockCount, rankCount, isFixed) = (blocks, ranks, true)
  }

  /// The numbers of a rank's blocks. Those of ranks 0, 1, ... follow one another.
  package func blocks(ofRank rank: Int) -> Range<Int> {
    precondition(rank >= 0 && rank < rankCount, "rank \(rank) of \(rankCount)")
    return blockCount * rank / rankCount..<blockCount * (rank + 1) / rankCount
  }

  /// A rank's part of a batch: its blocks, which follow one another.
  package func slice(rank: Int, of batch: GlobalBatch) -> BatchSlice {
    let blocks = blocks(ofRank: rank, of: batch)
    let (first, last) = (blocks[0], blocks[blocks.count - 1])
    return BatchSlice(
      images: first.images.lowerBound..<last.images.upperBound,
      texts: first.texts.lowerBound..<last.texts.upperBound)
  }

  /// A rank's blocks of a batch, of whole neighbourhoods.
  package func blocks(ofRank rank: Int, of batch: GlobalBatch) -> [BatchSlice] {
    blocks(ofRank: rank).map { batch.slice(rank: $0, of: blockCount) }
  }

  /// A rank's blocks of `count` things in a row.
  package func blocks(ofRank rank: Int, count: Int) -> [Range<Int>] {
    blocks(ofRank: rank).map { count * $0 / blockCount..<count * ($0 + 1) / blockCount }
  }
}
