import CKernels
import MPI
import Optimizers
import Tensor
import TwoBranch

/// The model's state in memory that the ranks of a node share: parameters, their gradients and both Adam moments
/// stand once a node.
///
/// Each rank owns a share of every parameter: it computes that part of the gradient from the rows of all ranks of the
/// node (see `NodeRows`) and updates it for all. Only the gradients of the similarity network's small head are
/// computed by each rank from its own pairs, and added up in rank order by the owners. Between nodes
/// `GradientExchange` adds up the nodes' sums.
package final class NodeParameters {
  package let layout: ParameterLayout
  /// The part of each parameter that is this rank's own to write between the barriers of a step.
  package let share: ParameterShare
  /// `layout.count` floats each.
  package let parameters: UnsafeMutablePointer<Float>
  package let firstMoments: UnsafeMutablePointer<Float>
  package let secondMoments: UnsafeMutablePointer<Float>
  /// The parameters as bfloat16, for products of that precision; nil where those read the parameters themselves.
  package let rounded: UnsafeMutablePointer<UInt16>?
  /// Of the node's rows; every rank writes its share.
  package let gradients: UnsafeMutablePointer<Float>

  private let window: SharedWindow
  let node: Communicator
  /// The first ranks of all nodes; nil on other ranks, and on a single node.
  private let leaders: Communicator?
  /// Nil on a single node.
  private let exchange: GradientExchange?
  private let isFirstNode: Bool
  /// Each rank's gradients of the head.
  private let headGradients: [UnsafeMutablePointer<Float>]

  /// A collective over all ranks. Everything is zero at first.
  ///
  /// - Parameters:
  ///   - precision: of the products that read the parameters.
  ///   - wire: of gradients between nodes.
  package init(
    layout: ParameterLayout, world: World, precision: Precision = .fp32, wire: WireFormat = .fp32
  ) throws {
    self.layout = layout
    node = world.node
    share = ParameterShare(index: world.node.rank, count: world.node.size)
    let (count, head) = (layout.count, layout.headRange.count)
    let halves = precision == .bf16 ? (count + 1) / 2 : 0
    window = try world.together {
      try SharedWindow(count: head + (world.node.isRoot ? 4 * count + halves : 0), node: world.node)
    }
    let base = try window.part(of: 0) + head
    parameters = base
    firstMoments = base + count
    secondMoments = base + 2 * count
    gradients = base + 3 * count
    let behind = UnsafeMutableRawPointer(base + 4 * count)
    rounded = precision == .bf16 ? behind.assumingMemoryBound(to: UInt16.self) : nil
    let window = window
    headGradients = try (0..<world.node.size).map { try window.part(of: $0) }
    let isOnlyNode = world.node.size == world.size
    exchange =
      isOnlyNode ? nil : try GradientExchange(layout, gradients: gradients, wire: wire, world: world)
    isFirstNode = try world.node.broadcast(world.rank) == 0
    leaders = try world.communicator.subset(member: world.node.isRoot && !isOnlyNode)
  }

  /// In how many pieces a weight's gradient is best computed, so that the first ones travel while the last are computed.
  package var pieceCount: Int { exchange == nil ? 1 : 2 }

  /// Lets a piece of this rank's share of a branch's gradients travel between nodes, which has been stored and must not
  /// be touched any more in this step.
  package func startReducing(_ names: [String], of side: Side, piece: ParameterShare = .whole) throws {
    try exchange?.start(names.map { layout.entry(side, $0).range(share, piece: piece) })
  }

  /// Completes the gradients, of which each rank has stored its share, and returns the Euclidean norm of the whole.
  ///
  /// A collective, after all of both branches have been started.
  package func reduceGradients() throws -> Double {
    try exchange?.finish(layout.entries.filter { $0.side == nil }.map { $0.range(share) })
    let squares = ownRanges.reduce(0) { $0 + tbn_sum_of_squares(gradients + $1.lowerBound, $1.count) }
    let total = try node.allReduce(squares, .sum)
    return try exchange == nil ? total.squareRoot() : ofFirstNode(total).squareRoot()
  }

  private var ownRanges: [Range<Int>] { layout.entries.map { $0.range(share) } }

  /// Stores this rank's share of the gradients of a head: the sum of what the ranks of the node have computed of them.
  ///
  /// After a barrier that follows those computations, and before the first `startReducing`: from there on this rank
  /// calls MPI in the exchange alone.
  package func storeHeadGradients() {
    let start = layout.headRange.lowerBound
    for entry in layout.entries where entry.side == nil {
      let own = entry.range(share)
      let parts = headGradients.map { UnsafePointer($0 + own.lowerBound - start) as UnsafePointer<Float>? }
      tbn_sum_parts(parts, parts.count, own.count, gradients + own.lowerBound)
    }
  }

  /// Nodes of unequal numbers of ranks add up unequal shares and get other last bits; a clipping scale of its own
  /// would let each node's parameters drift away.
  private func ofFirstNode(_ number: Double) throws -> Double {
    let number = try leaders?.broadcast(number) ?? number
    return try node.broadcast(number)
  }

  /// Updates the parameters of all ranks with the reduced gradients. A collective.
  ///
  /// - Parameter learningRate: of each branch; a head has that of the image branch.
  package func update(
    _ adam: Adam, step: Int, learningRate: Sides<Double>, gradientScale: Double
  ) throws {
    for entry in layout.entries {
      let own = entry.range(share)
      Threads.forEachPart(of: own.count, grain: 1 << 16) { part in
        let start = own.lowerBound + part.lowerBound
        let stretch = Adam.Stretch(
          parameters: parameters + start, gradients: gradients + start, firstMoments: firstMoments + start,
          secondMoments: secondMoments + start, count: part.count)
        adam.update(
          stretch, step: step, learningRate: learningRate[entry.side ?? .image],
          gradientScale: gradientScale, decays: entry.role.isWeight)
        round(start..<start + part.count)
      }
    }
    try node.barrier()
  }

  package var precision: Precision { rounded == nil ? .fp32 : .bf16 }

  private func round(_ range: Range<Int>) {
    guard let rounded else { return }
    tbn_to_bfloat16(parameters + range.lowerBound, range.count, rounded + range.lowerBound)
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
    for range in ownRanges { round(range) }
    try node.barrier()
  }

  /// Views of this rank's own gradients of the similarity network's head.
  package var headGradientViews: HeadParameters {
    HeadParameters(
      layout, flat: headGradients[node.rank] - layout.headRange.lowerBound, owner: self)
  }

  /// Views of the node's gradients, branch by branch.
  package var gradientViews: Sides<BranchParameters> {
    Sides(
      image: BranchParameters(layout, .image, flat: gradients, owner: self),
      text: BranchParameters(layout, .text, flat: gradients, owner: self))
  }

  /// Sums over all rows of the batch, as what this node adds to the sum over nodes: they must count once.
  package func once(_ globalSums: [Double]) -> [Double] {
    isFirstNode ? globalSums : [Double](repeating: 0, count: globalSums.count)
  }
}
