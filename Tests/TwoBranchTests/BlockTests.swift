import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

@Suite("Blocks of rows")
struct BlockTests {
  private static let shape = NetworkShape(
    image: BranchShape(inputColumns: 130, hidden: 96, embedding: 40, input: .dense),
    text: BranchShape(inputColumns: 90, hidden: 70, embedding: 40, input: .sparse))
  private let pass = NetworkPass(shape)
  private let images = Matrix.random(rows: 45, columns: 130, seed: 1)
  private let texts = SparseMatrix.random(rows: 45, columns: 90, share: 0.2, seed: 2)
  private let gradients = Sides(
    image: Matrix.random(rows: 45, columns: 40, seed: 6), text: Matrix.random(rows: 45, columns: 40, seed: 7))
  private static let blocks = [0..<17, 17..<17, 17..<45]

  init() {
    pass.layout.initialize(pass.parameters.pointer, seed: 3)
  }

  /// Two passes' numbers of each block, forward and backward.
  private struct Outcome: Equatable {
    var moments: [[Double]] = []
    var embeddings = Sides<[[Float]]>(image: [], text: [])
    var sums: [[Double]] = []
  }

  /// - Parameter range: of the rows; `blocks` of them, counted from the first.
  private func run(_ range: Range<Int>, blocks: [Range<Int>], moments: [Double]? = nil) -> Outcome {
    var network = EmbeddingNetwork(
      Self.shape, layout: pass.layout, flat: pass.parameters.pointer, owner: nil)
    let inputs = Sides<BranchInput>(
      image: .dense(images.rows(range)), text: .sparse(texts.gatherRows(range)))
    let rows = Sides(image: self.rows(.image, inputs, blocks), text: self.rows(.text, inputs, blocks))
    let hidden = network.hiddenLayers(rows)
    let embeddings = inputs.map { Matrix(rows: $0.rows, columns: 40) }
    let forward = network.embed(
      hidden, globalMoments: moments ?? network.moments(hidden)[0], globalRows: Sides(image: 45, text: 45),
      firstRows: Sides(image: range.lowerBound, text: range.lowerBound),
      dropout: Dropout(rate: 0.3, seed: 4, step: 5), into: embeddings)
    for side in Side.allCases { rows[side].embeddingGradient.copy(from: gradients[side].rows(range)) }
    var outcome = Outcome(moments: network.moments(hidden))
    outcome.embeddings = embeddings.map { matrix in blocks.map { matrix.rows($0).numbers } }
    outcome.sums = network.sums(network.backward(forward))
    return outcome
  }

  private func rows(_ side: Side, _ inputs: Sides<BranchInput>, _ blocks: [Range<Int>]) -> BranchRows {
    let embeddingGradient = Matrix(rows: inputs[side].rows, columns: 40)
    return BranchRows(
      inputs[side], Self.shape[side], embeddingGradient: embeddingGradient, blocks: blocks)
  }

  @Test("A block's numbers are to the last bit those of a pass of its rows alone")
  func alone() {
    let whole = run(0..<45, blocks: [0..<45])
    let together = run(0..<45, blocks: Self.blocks, moments: whole.moments[0])
    for (number, block) in Self.blocks.enumerated() {
      let own = run(block, blocks: [0..<block.count], moments: whole.moments[0])
      #expect(own.moments[0] == together.moments[number], "block \(number)")
      #expect(own.embeddings.image[0] == together.embeddings.image[number], "block \(number)")
      #expect(own.embeddings.text[0] == together.embeddings.text[number], "block \(number)")
      #expect(own.sums[0] == together.sums[number], "block \(number)")
    }
  }

  @Test("What the blocks bring to the sums adds up to what all rows do, but for rounding")
  func sums() {
    let whole = run(0..<45, blocks: [0..<45])
    let together = run(0..<45, blocks: Self.blocks, moments: whole.moments[0])
    for (parts, all) in [(together.moments, whole.moments[0]), (together.sums, whole.sums[0])] {
      let sum = all.indices.map { column in parts.reduce(0) { $0 + $1[column] } }
      expectClose(Difference(sum, from: all), within: 1e-6)
    }
  }
}
