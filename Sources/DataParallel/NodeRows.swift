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
  private let world: World
  /// The ranks of the world that share this memory, in the order of the node.
  private let ranks: [Int]
  private let dense: GrowingWindow
  private let sparse: Sides<NodeSparseRows?>

  /// A collective over all ranks.
  package init(shape: NetworkShape, world: World) throws {
    self.shape = shape
    self.world = world
    var ranks = [Int](repeating: 0, count: world.node.size)
    ranks[world.node.rank] = world.rank
    try world.node.allReduce(&ranks)
    self.ranks = ranks
    dense = GrowingWindow(node: world.node)
    func sparse(_ side: Side) -> NodeSparseRows? {
      shape[side].input == .sparse
        ? NodeSparseRows(columns: shape[side].inputColumns, node: world.node) : nil
    }
    self.sparse = Sides(image: sparse(.image), text: sparse(.text))
  }

  /// Where the rows of a batch stand. A collective over the node; what it gives is valid until a larger batch comes.
  package func placement(of batch: GlobalBatch) throws -> Placement {
    let slices = ranks.map { batch.slice(rank: $0, of: world.size) }
    let rows = Sides(image: slices.map(\.images.count), text: slices.map(\.texts.count))
    let layout = Placement.Layout(shape, rows: rows)
    let base = try dense.room(for: layout.count)
    return Placement(shape: shape, layout: layout, base: base, rank: world.node.rank, owner: self)
  }

  /// Writes what is not there yet of this rank's inputs, and returns its rows. A collective over the node.
  func place(_ inputs: Sides<BranchInput>, at placement: Placement) throws -> Sides<BranchRows> {
    for side in Side.allCases {
      switch inputs[side] {
      case .dense(let matrix):
        guard let place = placement.input(side) else { preconditionFailure("dense rows for a sparse branch") }
        if place.pointer != matrix.pointer { place.copy(from: matrix) }
      case .sparse(let matrix): try sparse[side]?.write(matrix)
      }
    }
    return placement.own(inputs)
  }

  /// The rows of all ranks of the node. A collective over the node: what each rank has written before, all may read.
  func all(_ placement: Placement) throws -> Sides<BranchRows> {
    try world.node.barrier()
    return placement.all(sparse: sparse.map { $0?.read() })
  }
}
