import CKernels
import MPI
import Sampling
import Tensor
import TwoBranch

/// Embeddings of the global batch on every rank, and their gradients on the way back.
package struct EmbeddingExchange {
  /// `[B, E]` and `[N, E]`: all ranks' embeddings, after `gather`.
  package let embeddings: Sides<Matrix>
  /// The same shapes for each of this rank's blocks: the gradient of the block's part of the loss with
  /// respect to every embedding, before `reduceScatter`.
  package let gradients: [Sides<Matrix>]
  private let partitions: Sides<[Range<Int>]>
  private let dealing: BlockDealing
  private let communicator: Communicator
  private let memory: Memory

  /// Room for one exchange at a time, kept from step to step.
  package struct Memory {
    fileprivate let embeddings = Sides(image: ReusedMemory(), text: ReusedMemory())
    fileprivate let gradients = Sides(image: ReusedMemory(), text: ReusedMemory())
    fileprivate let received = Sides(image: ReusedMemory(), text: ReusedMemory())

    package init() {}
  }

  /// - Parameter partition: of the batch among the ranks of the communicator.
  package init(
    _ partition: BatchPartition, width: Int, communicator: Communicator, memory: Memory = Memory()
  ) {
    dealing = partition.dealing
    self.communicator = communicator
    self.memory = memory
    partitions = Sides(image: partition.slices.map(\.images), text: partition.slices.map(\.texts))
    let rows = Sides(image: partition.batch.images.count, text: partition.batch.texts.count)
    let blockCount = partition.blocks.count
    func matrices(_ memory: Sides<ReusedMemory>, copies: Int) -> Sides<Matrix> {
      Sides(
        image: memory.image.matrix(rows: copies * rows.image, columns: width),
        text: memory.text.matrix(rows: copies * rows.text, columns: width))
    }
    embeddings = matrices(memory.embeddings, copies: 1)
    let all = matrices(memory.gradients, copies: blockCount)
    for side in Side.allCases { all[side].fill(0) }
    gradients = (0..<blockCount).map { block in
      Sides(
        image: all.image.rows(block * rows.image..<(block + 1) * rows.image),
        text: all.text.rows(block * rows.text..<(block + 1) * rows.text))
    }
  }

  /// This rank's rows of the embeddings, to be written by its forward pass.
  package var own: Sides<Matrix> {
    Sides(
      image: embeddings.image.rows(partitions.image[communicator.rank]),
      text: embeddings.text.rows(partitions.text[communicator.rank]))
  }

  /// Completes the embeddings on every rank. A collective.
  package func gather() throws {
    for side in Side.allCases {
      try communicator.allGather(embeddings[side].pointer, partition: elements(of: side))
    }
  }

  /// Adds up the gradients of this rank's embeddings, `[n, E]`, over the blocks of all ranks: fixed ones in their order.
  /// A collective.
  package func reduceScatter(into own: Sides<Matrix>) throws {
    for side in Side.allCases {
      precondition(own[side].rows == partitions[side][communicator.rank].count)
      guard dealing.isFixed else {
        try communicator.reduceScatter(
          gradients[0][side].pointer, into: own[side].pointer, partition: elements(of: side))
        continue
      }
      try reduceInOrder(side, into: own[side])
    }
  }

  private func reduceInOrder(_ side: Side, into own: Matrix) throws {
    let mine = dealing.blocks(ofRank: communicator.rank)
    let received = memory.received[side].matrix(rows: dealing.blockCount * own.rows, columns: own.columns)
    let turns = (0..<dealing.rankCount).map { dealing.blocks(ofRank: $0).count }.max() ?? 0
    for turn in 0..<turns { try exchange(side, turn, into: received, count: own.count) }
    let ownStart = elements(of: side)[communicator.rank].lowerBound
    let parts = (0..<dealing.blockCount).map { block -> UnsafePointer<Float>? in
      guard mine.contains(block) else { return UnsafePointer(received.pointer + block * own.count) }
      return UnsafePointer(gradients[block - mine.lowerBound][side].pointer + ownStart)
    }
    tbn_sum_parts(parts, parts.count, own.count, own.pointer)
  }

  /// Sends one block of each rank that has so many to all others, each its own rows.
  ///
  /// - Parameters:
  ///   - received: blocks of `count` numbers each, in the order of their numbers.
  private func exchange(_ side: Side, _ turn: Int, into received: Matrix, count: Int) throws {
    let rank = communicator.rank
    let sends = turn < gradients.count
    let sent = elements(of: side).enumerated().map { other, range in
      sends && other != rank ? range : range.lowerBound..<range.lowerBound
    }
    let places = (0..<dealing.rankCount).map { other in
      let blocks = dealing.blocks(ofRank: other)
      let start = min(blocks.lowerBound + turn, dealing.blockCount - 1) * count
      return turn < blocks.count && other != rank ? start..<start + count : start..<start
    }
    try communicator.allToAll(
      gradients[sends ? turn : 0][side].pointer, partition: sent, into: received.pointer, places: places)
  }

  private func elements(of side: Side) -> [Range<Int>] {
    let width = embeddings[side].columns
    return partitions[side].map { $0.lowerBound * width..<$0.upperBound * width }
  }
}
