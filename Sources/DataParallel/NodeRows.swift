import MPI
import Sampling
import Tensor
import TwoBranch

/// The rows that the ranks of a node bring to a step, in memory that they share.
///
/// Each rank passes its own rows forward and backward; then it computes its share of the weights' gradients from the
/// rows of all. So no gradient is ever added up within a node, and it stands there once, whatever the number of ranks.
/// With fixed blocks the rows of all other nodes come too: then no gradient is added up between nodes either.
package final class NodeRows {
  private let shape: NetworkShape
  private let precision: Precision
  private let world: World
  /// The ranks of the world whose rows stand here, in that order.
  private let ranks: [Int]
  /// Nil where only this node's rows stand here.
  private let copies: NodeCopies?
  private let dense: GrowingWindow
  private let sparse: Sides<NodeSparseRows?>
  /// This rank's own rows in single precision, where the shared ones are rounded.
  private let own: Sides<OwnRows>

  /// A collective over all ranks.
  ///
  /// - Parameters:
  ///   - precision: of the shared rows.
  ///   - dealing: of batches to the ranks.
  ///   - copies: where the blocks are fixed.
  init(
    shape: NetworkShape, precision: Precision, dealing: BlockDealing, copies: NodeCopies?, world: World
  ) throws {
    precondition(dealing.isFixed == (copies != nil), "all nodes' rows go with fixed blocks")
    self.copies = copies
    self.shape = shape
    self.precision = precision
    self.world = world
    ranks = try copies == nil ? world.ranksOfNode() : Array(0..<world.size)
    dense = GrowingWindow(node: world.node, for: BatchRoom.densePurpose)
    func sparse(_ side: Side) -> NodeSparseRows? {
      shape[side].input == .sparse
        ? NodeSparseRows(
          columns: shape[side].inputColumns, node: world.node,
          bringing: copies == nil ? world.node : world.communicator) : nil
    }
    self.sparse = Sides(image: sparse(.image), text: sparse(.text))
    own = Sides(
      image: OwnRows(Branch.rows(shape.image, precision)), text: OwnRows(Branch.rows(shape.text, precision)))
  }

  /// Takes the memory for batches of that size. A collective over the node.
  func take(_ room: BatchRoom) throws {
    _ = try dense.room(for: room.dense)
    for side in Side.allCases { try room.sparse[side].map { try sparse[side]?.take(floats: $0) } }
  }

  /// Where the rows of a batch stand. A collective over the node; what it gives is valid until a larger batch comes.
  func placement(of partition: BatchPartition) throws -> Placement {
    let slices = ranks.map { partition.slices[$0] }
    let rows = Sides(image: slices.map(\.images.count), text: slices.map(\.texts.count))
    let layout = Placement.Layout(shape, precision, rows: rows)
    let base = try dense.room(for: layout.count)
    return Placement(
      shape: shape, layout: layout, base: base,
      rank: copies == nil ? world.node.rank : world.rank, blocks: Self.ownBlocks(partition), owner: self)
  }

  private static func ownBlocks(_ partition: BatchPartition) -> Sides<[Range<Int>]> {
    Sides(
      image: contiguousRanges(partition.blocks.map(\.images.count)),
      text: contiguousRanges(partition.blocks.map(\.texts.count)))
  }

  /// `[n, D]`, where this rank's inputs may be written before they are placed; nil where the branch reads sparse rows.
  func input(_ side: Side, at placement: Placement) -> Matrix? {
    placement.input(side).map { own[side].numbers(Branch.inputRows, $0) }
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
    let saved = placement.own(side, inputs[side])
    return BranchRows(saved, numbers: own[side].numbers(of: saved), blocks: placement.blocks[side])
  }

  /// The rows of all ranks that bring some here. A collective over these: what each has written before, all may read.
  func all(_ placement: Placement) throws -> Sides<SavedRows> {
    if let copies {
      try copies.complete(placement.lists + Side.allCases.flatMap { sparse[$0]?.lists ?? [] })
    } else {
      try world.node.barrier()
    }
    return placement.all(sparse: sparse.map { $0?.read() })
  }
}
