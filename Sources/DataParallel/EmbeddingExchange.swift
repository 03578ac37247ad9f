import MPI
import Sampling
import Tensor
import TwoBranch

/// Embeddings of the global batch on every rank, and their gradients on the way back.
package struct EmbeddingExchange {
  /// `[B, E]` and `[N, E]`: all ranks' embeddings, after `gather`.
  package let embeddings: Sides<Matrix>
  /// The same shapes: what this rank's anchors ask of every embedding, before `scatter`.
  package let gradients: Sides<Matrix>
  private let partitions: Sides<[Range<Int>]>
  private let communicator: Communicator

  /// Room for one exchange at a time, kept from step to step.
  package struct Memory {
    fileprivate let embeddings = Sides(image: ReusedMemory(), text: ReusedMemory())
    fileprivate let gradients = Sides(image: ReusedMemory(), text: ReusedMemory())

    package init() {}
  }

  /// - Parameter slices: the slice of the batch of each rank, in rank order.
  package init(slices: [BatchSlice], width: Int, communicator: Communicator, memory: Memory = Memory()) {
    self.communicator = communicator
    partitions = Sides(image: slices.map(\.images), text: slices.map(\.texts))
    let rows = partitions.map { $0.last?.upperBound ?? 0 }
    func matrices(_ memory: Sides<ReusedMemory>) -> Sides<Matrix> {
      Sides(
        image: memory.image.matrix(rows: rows.image, columns: width),
        text: memory.text.matrix(rows: rows.text, columns: width))
    }
    embeddings = matrices(memory.embeddings)
    gradients = matrices(memory.gradients)
    for side in Side.allCases { gradients[side].fill(0) }
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

  /// Adds up the gradients of this rank's embeddings, `[n, E]`, over all ranks. A collective.
  package func scatter(into own: Sides<Matrix>) throws {
    for side in Side.allCases {
      precondition(own[side].rows == partitions[side][communicator.rank].count)
      try communicator.reduceScatter(
        gradients[side].pointer, into: own[side].pointer, partition: elements(of: side))
    }
  }

  private func elements(of side: Side) -> [Range<Int>] {
    let width = embeddings[side].columns
    return partitions[side].map { $0.lowerBound * width..<$0.upperBound * width }
  }
}
