/// Which rows of a global batch each rank computes, and this rank in what blocks: worked out once for all parts of a
/// step.
package struct BatchPartition: Sendable {
  package let batch: GlobalBatch
  package let dealing: BlockDealing
  package let rank: Int
  /// Of all ranks: they follow one another and make up the batch.
  package let slices: [BatchSlice]
  /// Of this rank's slice, at least one.
  package let blocks: [BatchSlice]

  /// - Parameter rank: this one.
  package init(_ batch: GlobalBatch, _ dealing: BlockDealing, rank: Int) {
    self.batch = batch
    self.dealing = dealing
    self.rank = rank
    slices = (0..<dealing.rankCount).map { dealing.slice(rank: $0, of: batch) }
    blocks = dealing.blocks(ofRank: rank, of: batch)
  }

  /// This rank's part of the batch.
  package var own: BatchSlice { slices[rank] }
}
