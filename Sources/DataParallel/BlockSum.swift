import MPI
import Sampling

/// Adds up lists of numbers that the blocks of a batch bring, over all ranks.
///
/// Fixed blocks are added in their order, so that the sum has the same bits at every number of ranks; otherwise each rank
/// brings one block, and the sum is that of an all-reduce.
package struct BlockSum {
  private let dealing: BlockDealing
  private let communicator: Communicator

  /// - Parameter communicator: of the ranks that the blocks are dealt to.
  package init(_ dealing: BlockDealing, _ communicator: Communicator) {
    precondition(dealing.rankCount == communicator.size)
    self.dealing = dealing
    self.communicator = communicator
  }

  /// The sum of all blocks' lists, with the same bits on every rank. A collective.
  ///
  /// - Parameter own: a list for each of this rank's blocks, all of one length on all ranks.
  package func callAsFunction(_ own: [[Double]]) throws -> [Double] {
    let mine = dealing.blocks(ofRank: communicator.rank)
    precondition(own.count == mine.count, "\(own.count) lists of \(mine.count) blocks")
    guard dealing.isFixed else {
      var sum = own[0]
      try communicator.allReduce(&sum)
      return sum
    }
    return try addedInOrder(own, at: mine)
  }

  private func addedInOrder(_ own: [[Double]], at mine: Range<Int>) throws -> [Double] {
    let width = own[0].count
    var all = [Double](repeating: 0, count: dealing.blockCount * width)
    for (block, numbers) in zip(mine, own) {
      all.replaceSubrange(block * width..<(block + 1) * width, with: numbers)
    }
    try communicator.allGather(
      &all,
      partition: (0..<dealing.rankCount).map { rank in
        let blocks = dealing.blocks(ofRank: rank)
        return blocks.lowerBound * width..<blocks.upperBound * width
      })
    var sum = Array(all.prefix(width))
    for block in 1..<max(1, dealing.blockCount) {
      for column in 0..<width { sum[column] += all[block * width + column] }
    }
    return sum
  }
}
