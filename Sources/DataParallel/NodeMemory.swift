import MPI
import Sampling
import Tensor
import TwoBranch

/// What the ranks of a node share in a run: the model's state, and the rows of a batch with room for a larger one.
///
/// It is summed before any of it is taken, so that a node that cannot give all of it says so at once; and taken before the
/// first step, so that no other job takes it meanwhile. Batches that outgrow it may still be refused later, in the same
/// words.
package struct NodeMemory {
  /// Non-zero numbers of a stretch of a batch's rows, where a branch reads sparse ones.
  package typealias EntryCount = (Side, Range<Int>) -> Int

  let room: BatchRoom
  private let parameterBytes: Int

  /// A collective over the ranks of a node.
  ///
  /// - Parameters:
  ///   - batch: one of the run's, the first as a rule.
  ///   - entries: of that batch.
  package init(
    _ layout: ParameterLayout, _ shape: NetworkShape, precision: Precision, dealing: BlockDealing,
    batch: GlobalBatch, entries: EntryCount, world: World
  ) throws {
    let parts = (0..<world.node.size).map {
      SharedWindow.byteCount(
        ofFloats: NodeParameters.floatCount(layout, precision, dealing, isNodeRoot: $0 == 0))
    }
    parameterBytes = parts.reduce(0, +)
    let ranks = dealing.isFixed ? Array(0..<world.size) : try world.ranksOfNode()
    room = BatchRoom(shape, precision, slices: ranks.map { dealing.slice(rank: $0, of: batch) }, entries)
  }

  /// Ends the job where a node has not so much. A collective over all ranks.
  package func require(on world: World) throws {
    let parameters = SharedMemoryUse(bytes: parameterBytes, purpose: NodeParameters.purpose)
    try world.requireSharedMemory([parameters] + room.uses)
  }
}

/// The room of a batch's rows in the memory of a node, in floats.
struct BatchRoom {
  static let densePurpose = "the rows of a batch"
  static let sparsePurpose = "the words of a batch"

  let dense: Int
  /// Nil where a branch reads dense rows.
  let sparse: Sides<Int?>

  /// - Parameter slices: of all ranks whose rows stand there.
  init(_ shape: NetworkShape, _ precision: Precision, slices: [BatchSlice], _ entries: NodeMemory.EntryCount)
  {
    let rows = Sides(image: slices.map(\.images), text: slices.map(\.texts))
    dense = Placement.Layout(shape, precision, rows: rows.map { $0.map(\.count) }).count
    func sparse(_ side: Side) -> Int? {
      guard shape[side].input == .sparse else { return nil }
      let counts = rows[side].map { NodeSparseRows.floatCount(rows: $0.count, entries: entries(side, $0)) }
      return counts.reduce(0, +)
    }
    self.sparse = Sides(image: sparse(.image), text: sparse(.text))
  }

  var uses: [SharedMemoryUse] {
    let words = Side.allCases.compactMap { sparse[$0] }.map { (Self.sparsePurpose, $0) }
    return ([(Self.densePurpose, dense)] + words).map { purpose, floats in
      let bytes = SharedWindow.byteCount(ofFloats: GrowingWindow.capacity(for: floats))
      return SharedMemoryUse(bytes: bytes, purpose: purpose)
    }
  }
}

extension World {
  /// The numbers of the ranks on this node, in order. A collective over them.
  func ranksOfNode() throws -> [Int] {
    var ranks = [Int](repeating: 0, count: node.size)
    ranks[node.rank] = rank
    try node.allReduce(&ranks)
    return ranks
  }
}
