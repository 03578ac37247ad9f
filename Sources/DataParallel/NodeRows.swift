import MPI
import Sampling
import Tensor
import TwoBranch

/// The rows that the ranks of a node bring to a step, in memory that they share.
///
/// Each rank passes its own rows forward and backward; then it computes its share of the weights' gradients from the
/// rows of all. So no gradient is ever added up within a node, and it stands there once, whatever the number of ranks.
package final class NodeRows {
  private let shape: NetworkShape
  private let node: Communicator
  /// The ranks of the world that share this memory, in the order of the node.
  private let ranks: [Int]
  private var memory: SharedWindow?
  private var capacity = 0

  /// A collective over all ranks.
  package init(shape: NetworkShape, world: World) throws {
    self.shape = shape
    node = world.node
    var ranks = [Int](repeating: 0, count: world.node.size)
    ranks[world.node.rank] = world.rank
    try world.node.allReduce(&ranks)
    self.ranks = ranks
  }

  /// Makes room for a step's rows and writes this rank's inputs there. A collective over the node.
  ///
  /// - Parameters:
  ///   - inputs: of this rank.
  ///   - slices: of the batch, one for each rank of the world.
  package func place(_ inputs: Sides<BranchInput>, slices: [BatchSlice]) throws -> Placement {
    let own = ranks.map { slices[$0] }
    let text = try side(.text, inputs.text, rows: own.map(\.texts.count), from: 0)
    let image = try side(.image, inputs.image, rows: own.map(\.images.count), from: text.end)
    let base = try room(for: image.end)
    let placement = Placement(
      sides: Sides(image: image.side, text: text.side), base: base, rank: node.rank, owner: self)
    for side in Side.allCases { placement.write(inputs[side], side) }
    return placement
  }

  /// Waits until every rank of the node is here: what each has written before, all may read. A collective.
  package func barrier() throws { try node.barrier() }

  private func side(
    _ side: Side, _ input: BranchInput, rows: [Int], from start: Int
  ) throws -> (side: Placement.Layout, end: Int) {
    precondition(input.rows == rows[node.rank], "\(input.rows) rows for a slice of \(rows[node.rank])")
    var nonZeros: [Int]?
    if case .sparse(let matrix) = input {
      var counts = [Int](repeating: 0, count: node.size)
      counts[node.rank] = matrix.values.count
      try node.allReduce(&counts)
      nonZeros = counts
    }
    let layout = Placement.Layout(shape[side], rows: rows, nonZeros: nonZeros, start: start)
    return (layout, layout.end)
  }

  private func room(for count: Int) throws -> UnsafeMutablePointer<Float> {
    // Every rank counts the same, so all of them grow together.
    if let memory, count <= capacity { return try memory.part(of: 0) }
    try memory?.free()
    capacity = count + count / 4
    let larger = try SharedWindow(count: node.isRoot ? capacity : 0, node: node)
    memory = larger
    return try larger.part(of: 0)
  }
}
