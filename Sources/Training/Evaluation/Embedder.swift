import MPI
import Tensor
import TwoBranch

/// Embeds whole splits with a trained network: each rank some rows, and every rank gets them all.
package struct Embedder {
  private let network: EmbeddingNetwork
  private let communicator: Communicator?
  /// Rows embedded at once: enough for the products to be fast, few enough for small memory.
  private static let chunk = 256

  /// - Parameter communicator: nil for a process of its own.
  package init(network: EmbeddingNetwork, communicator: Communicator?) {
    self.network = network
    self.communicator = communicator
  }

  /// Embeddings `[count, E]` of all images of a split, on every rank. A collective.
  package func images(of split: EncodedSplit) throws -> Matrix {
    try embed(.image, count: split.rows.images.count, split.imageInput)
  }

  /// Embeddings `[count, E]` of all texts of a split, on every rank. A collective.
  package func texts(of split: EncodedSplit) throws -> Matrix {
    try embed(.text, count: split.rows.texts.count, split.textInput)
  }

  /// Embeddings of all rows of a split, on every rank. A collective.
  func sides(of split: EncodedSplit) throws -> Sides<Matrix> {
    try Sides(image: images(of: split), text: texts(of: split))
  }

  /// Embeddings `[rows, E]` of some rows, here.
  package func embed(_ side: Side, _ input: BranchInput) -> Matrix {
    let result = Matrix(rows: input.rows, columns: network.shape.image.embedding)
    network.branches[side].infer(input, running: network.running[side], into: result)
    return result
  }

  private func embed(_ side: Side, count: Int, _ input: (Range<Int>) -> BranchInput) throws -> Matrix {
    let (rank, size) = (communicator?.rank ?? 0, communicator?.size ?? 1)
    let ranges = (0..<size).map { count * $0 / size..<count * ($0 + 1) / size }
    let own = ranges[rank]
    let embeddings = Matrix(rows: count, columns: network.shape.image.embedding)
    for start in stride(from: own.lowerBound, to: own.upperBound, by: Self.chunk) {
      let rows = start..<min(own.upperBound, start + Self.chunk)
      network.branches[side].infer(
        input(rows), running: network.running[side], into: embeddings.rows(rows))
    }
    let width = embeddings.columns
    try communicator?.allGather(
      embeddings.pointer, partition: ranges.map { $0.lowerBound * width..<$0.upperBound * width })
    return embeddings
  }
}
