import CKernels
import MPI
import Optimizers
import TwoBranch

/// The model's state in memory that the ranks of a node share: parameters and both Adam moments stand once a node,
/// gradients once a rank.
///
/// Each rank owns a shard: it adds up that part of all gradients straight out of its neighbours' memory, in rank
/// order, and updates it for all. Between nodes the first ranks add up the nodes' sums.
package final class NodeParameters {
  package let layout: ParameterLayout
  /// `layout.count` floats each; the shard of this rank is its own to write between the barriers of a step.
  package let parameters: UnsafeMutablePointer<Float>
  package let firstMoments: UnsafeMutablePointer<Float>
  package let secondMoments: UnsafeMutablePointer<Float>
  /// This rank's gradients.
  package let gradients: UnsafeMutablePointer<Float>

  private let window: SharedWindow
  private let node: Communicator
  /// The first ranks of all nodes; nil on other ranks, and on a single node.
  private let leaders: Communicator?
  private let isOnlyNode: Bool
  private let gradientsOfRanks: [UnsafeMutablePointer<Float>]
  private let shard: Range<Int>

  /// A collective over all ranks. Everything is zero at first.
  package init(layout: ParameterLayout, world: World) throws {
    self.layout = layout
    node = world.node
    let count = layout.count
    window = try world.together {
      try SharedWindow(count: world.node.isRoot ? 4 * count : count, node: world.node)
    }
    let base = try window.part(of: 0)
    parameters = base + count
    firstMoments = base + 2 * count
    secondMoments = base + 3 * count
    let window = window
    gradientsOfRanks = try (0..<world.node.size).map { try window.part(of: $0) }
    gradients = gradientsOfRanks[world.node.rank]
    shard = Self.shard(of: count, rank: world.node.rank, size: world.node.size)
    isOnlyNode = world.node.size == world.size
    leaders = try world.communicator.subset(member: world.node.isRoot && !isOnlyNode)
  }

  /// The part of `count` elements that one rank updates, in whole cache lines.
  static func shard(of count: Int, rank: Int, size: Int) -> Range<Int> {
    let lines = (count + 15) / 16
    return min(count, lines * rank / size * 16)..<min(count, lines * (rank + 1) / size * 16)
  }

  /// Adds up the gradients of all ranks and returns the Euclidean norm of the sum.
  ///
  /// A collective. Afterwards the shard of the sum stands in the first rank's gradients of each node.
  package func reduceGradients() throws -> Double {
    try node.barrier()
    let total = gradientsOfRanks[0] + shard.lowerBound
    if gradientsOfRanks.count > 1 {
      let parts = gradientsOfRanks.map { UnsafePointer($0 + shard.lowerBound) as UnsafePointer<Float>? }
      tbn_sum_parts(parts, parts.count, shard.count, total)
    }
    if !isOnlyNode { try addUpNodes() }
    let squares = try node.allReduce(tbn_sum_of_squares(total, shard.count), .sum)
    return try isOnlyNode ? squares.squareRoot() : ofFirstNode(squares).squareRoot()
  }

  /// Nodes of unequal numbers of ranks add up unequal shards and get other last bits; a clipping scale of its own
  /// would let each node's parameters drift away.
  private func ofFirstNode(_ number: Double) throws -> Double {
    let number = try leaders?.broadcast(number) ?? number
    return try node.broadcast(number)
  }

  private func addUpNodes() throws {
    try node.barrier()
    if let leaders { try leaders.allReduce(gradientsOfRanks[0], count: layout.count) }
    try node.barrier()
  }

  /// Updates the parameters of all ranks with the reduced gradients. A collective.
  ///
  /// - Parameter learningRate: of each branch; a head has that of the image branch.
  package func update(
    _ adam: Adam, step: Int, learningRate: Sides<Double>, gradientScale: Double
  ) throws {
    for entry in layout.entries {
      let range = entry.range.clamped(to: shard)
      guard !range.isEmpty else { continue }
      let start = range.lowerBound
      let stretch = Adam.Stretch(
        parameters: parameters + start, gradients: gradientsOfRanks[0] + start,
        firstMoments: firstMoments + start, secondMoments: secondMoments + start, count: range.count)
      adam.update(
        stretch, step: step, learningRate: learningRate[entry.side ?? .image], gradientScale: gradientScale,
        decays: entry.role.isWeight)
    }
    try node.barrier()
  }

  /// Fills parameters and moments: `body` writes them on rank 0, and the other nodes get copies. A collective.
  package func fill(world: World, _ body: () throws -> Void) throws {
    try world.onRoot(body)
    if let leaders {
      for state in [parameters, firstMoments, secondMoments] {
        try leaders.broadcast(state, count: layout.count)
      }
    }
    try node.barrier()
  }

  /// Views of this rank's gradients of the similarity network's head.
  package var headGradientViews: HeadParameters {
    HeadParameters(layout, flat: gradients, owner: self)
  }

  /// Views of this rank's gradients, branch by branch.
  package var gradientViews: Sides<BranchParameters> {
    Sides(
      image: BranchParameters(layout, .image, flat: gradients, owner: self),
      text: BranchParameters(layout, .text, flat: gradients, owner: self))
  }
}
