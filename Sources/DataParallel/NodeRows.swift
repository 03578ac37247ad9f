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
  private let precision: Precision
  private let world: World
  /// The ranks of the world that share this memory, in the order of the node.
  private let ranks: [Int]
  private let dense: GrowingWindow
  private let sparse: Sides<NodeSparseRows?>
  /// This rank's own rows in single precision, where the shared ones are rounded.
  private let own = Sides(image: OwnRows(), text: OwnRows())

  /// A collective over all ranks.
  ///
  /// - Parameter precision: of the shared rows.
  package init(shape: NetworkShape, precision: Precision, world: World) throws {
    self.shape = shape
    self.precision = precision
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
    let layout = Placement.Layout(shape, precision, rows: rows)
    let base = try dense.room(for: layout.count)
    return Placement(
      shape: shape, precision: precision, layout: layout, base: base, rank: world.node.rank, owner: self)
  }

  /// `[n, D]`, where this rank's inputs may be written before they are placed; nil where the branch reads sparse rows.
  func input(_ side: Side, at placement: Placement) -> Matrix? {
    switch placement.input(side) {
    case nil: nil
    case .single(let matrix): matrix
    case .bfloat16(let matrix): own[side].input.matrix(rows: matrix.rows, columns: matrix.columns)
    }
  }

  /// Writes what is not there yet of this rank's inputs, and returns its rows. A collective over the node.
  func place(_ inputs: Sides<BranchInput>, at placement: Placement) throws -> Sides<BranchRows> {
    for side in Side.allCases {
      switch inputs[side] {
      case .dense(let matrix): placement.input(side)?.take(matrix)
      case .sparse(let matrix): try sparse[side]?.write(matrix)
      }
    }
    return Sides(image: rows(.image, inputs, placement), text: rows(.text, inputs, placement))
  }

  private func rows(_ side: Side, _ inputs: Sides<BranchInput>, _ placement: Placement) -> BranchRows {
    let factors = placement.own(side, inputs[side])
    return BranchRows(
      activation: own[side].activation.matrix(of: factors.activation),
      hiddenGradient: own[side].hiddenGradient.matrix(of: factors.hiddenGradient),
      embeddingGradient: own[side].embeddingGradient.matrix(of: factors.embeddingGradient), factors: factors)
  }

  /// The rows of all ranks of the node. A collective over the node: what each rank has written before, all may read.
  func all(_ placement: Placement) throws -> Sides<BranchFactors> {
    try world.node.barrier()
    return placement.all(sparse: sparse.map { $0?.read() })
  }
}

/// Memory of one rank for what its passes write before it is rounded.
private struct OwnRows {
  let input = ReusedMemory()
  let activation = ReusedMemory()
  let hiddenGradient = ReusedMemory()
  let embeddingGradient = ReusedMemory()
}

extension ReusedMemory {
  /// The matrix itself where it is one of single precision, else room for one of its shape.
  fileprivate func matrix(of factor: Factor) -> Matrix {
    switch factor {
    case .single(let matrix): matrix
    case .bfloat16(let matrix): self.matrix(rows: matrix.rows, columns: matrix.columns)
    }
  }
}
