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
    let slices = BatchPartition(batch, dealing, rank: world.rank).slices
    room = BatchRoom(shape, precision, slices: ranks.map { slices[$0] }, entries)
  }

  /// Ends the job where a node has not so much. A collective over all ranks.
  ///
  /// - Returns: this job's turn to take it.
  package func require(on world: World) throws -> SharedMemoryTurn {
    let parameters = SharedMemoryUse(bytes: parameterBytes, purpose: NodeParameters.purpose)
    return try world.requireSharedMemory([parameters] + room.uses)
  }
}
