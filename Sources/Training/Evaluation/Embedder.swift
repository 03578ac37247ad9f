import MPI
import Sampling
import Tensor
import TwoBranch

/// Embeds whole splits with a trained network: each rank some blocks of rows, and every rank gets them all.
package struct Embedder {
  private let network: EmbeddingNetwork
  private let world: World?
  private let dealing: BlockDealing
  /// Rows embedded at once: enough for the products to be fast, few enough for small memory.
  private static let chunk = 256

  /// - Parameters:
  ///   - world: nil for a process of its own.
  ///   - dealing: of the rows to the ranks; nil: a block for each.
  package init(network: EmbeddingNetwork, world: World?, dealing: BlockDealing? = nil) {
    self.network = network
    self.world = world
    self.dealing = dealing ?? BlockDealing(ranks: world?.size ?? 1)
  }

  /// Embeddings `[count, E]` of all images of a split, on every rank. A collective.
  package func images(of split: EncodedSplit) throws -> Matrix {
    let buffers = InputBuffers()
    return try embed(.image, count: split.rows.images.count) { try split.imageInput($0, in: buffers) }
  }

  /// Embeddings `[count, E]` of all texts of a split, on every rank. A collective.
  package func texts(of split: EncodedSplit) throws -> Matrix {
    let buffers = InputBuffers()
    return try embed(.text, count: split.rows.texts.count) { try split.textInput($0, in: buffers) }
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

  private func embed(
    _ side: Side, count: Int, _ input: (Range<Int>) throws -> BranchInput
  ) throws -> Matrix {
    let all = Matrix(rows: count, columns: network.shape.image.embedding)
    try world.together {
      for block in dealing.blocks(ofRank: world?.rank ?? 0, count: count) {
        try embed(side, rows: block, input, into: all)
      }
    }
    let width = all.columns
    try world?.communicator.allGather(
      all.pointer,
      partition: (0..<dealing.rankCount).map { rank in
        let blocks = dealing.blocks(ofRank: rank, count: count)
        return (blocks.first?.lowerBound ?? 0) * width..<(blocks.last?.upperBound ?? 0) * width
      })
    return all
  }

  private func embed(
    _ side: Side, rows own: Range<Int>, _ input: (Range<Int>) throws -> BranchInput, into embeddings: Matrix
  ) throws {
    for start in stride(from: own.lowerBound, to: own.upperBound, by: Self.chunk) {
      let rows = start..<min(own.upperBound, start + Self.chunk)
      network.branches[side].infer(
        try input(rows), running: network.running[side], into: embeddings.rows(rows))
    }
  }
}
