import CKernels
import MPI
import Optimizers
import Sampling
import Tensor
import TwoBranch

/// The model's state in memory that the ranks of a node share: parameters, their gradients and both Adam moments
/// stand once a node.
///
/// Each rank owns a share of every parameter: it computes that part of the gradient from the rows of all ranks of the
/// node (see `NodeRows`) and updates it for all. Only the gradients of the similarity network's small head are
/// computed by each rank from its own pairs, and added up in rank order by the owners. Between nodes
/// `GradientExchange` adds up the nodes' sums; with fixed blocks every node has all rows, each rank of the world computes
/// its blocks of the parameters' gradients, and these are copied to all nodes.
package final class NodeParameters {
  package let layout: ParameterLayout
  /// The part of each parameter that is this rank's own to write between the barriers of a step.
  package let share: ParameterShare
  /// How batches are dealt to all ranks, and where the blocks are fixed, parameters too.
  package let dealing: BlockDealing
  /// The parts of each parameter whose gradients this rank computes: its share, or its fixed blocks.
  package let gradientShares: [ParameterShare]
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
  /// Nil unless blocks are fixed.
  let copies: NodeCopies?
  /// Adds up what fixed blocks bring.
  private let blockSum: BlockSum
  private let blockGradients: HeadGradients
  private var started = StartedGradients()

  /// A collective over all ranks. Everything is zero at first.
  ///
  /// - Parameters:
  ///   - precision: of the products that read the parameters.
  ///   - wire: of gradients between nodes; with fixed blocks they travel as they are.
  ///   - dealing: of batches to the ranks; nil: a block for each.
  package init(
    layout: ParameterLayout, world: World, precision: Precision = .fp32, wire: WireFormat = .fp32,
    dealing given: BlockDealing? = nil
  ) throws {
    self.layout = layout
    node = world.node
    let dealing = given ?? BlockDealing(ranks: world.size)
    self.dealing = dealing
    precondition(!dealing.isFixed || wire == .fp32, "gradients of fixed blocks are not rounded")
    let share = ParameterShare(index: world.node.rank, count: world.node.size)
    self.share = share
    let blocks = dealing.blocks(ofRank: world.rank)
    gradientShares =
      dealing.isFixed ? blocks.map { ParameterShare(index: $0, count: dealing.blockCount) } : [share]
    let count = layout.count
    window = try SharedWindow(
      count: Self.floatCount(layout, precision, dealing, isNodeRoot: world.node.isRoot), node: world.node,
      for: Self.purpose)
    let base = window.part(of: 0) + HeadGradients.count(layout, dealing, isNodeRoot: true)
    parameters = base
    firstMoments = base + count
    secondMoments = base + 2 * count
    gradients = base + 3 * count
    let behind = UnsafeMutableRawPointer(base + 4 * count)
    rounded = precision == .bf16 ? behind.assumingMemoryBound(to: UInt16.self) : nil
    blockGradients = HeadGradients(layout, dealing, in: window, world: world)
    copies = dealing.isFixed ? try NodeCopies(world: world) : nil
    blockSum = BlockSum(dealing, world.communicator)
    let isOnlyNode = world.node.size == world.size
    exchange =
      isOnlyNode || dealing.isFixed
      ? nil : try GradientExchange(layout, gradients: gradients, wire: wire, world: world)
    isFirstNode = try world.node.broadcast(world.rank) == 0
    leaders = try world.communicator.subset(member: world.node.isRoot && !isOnlyNode)
  }

  static let purpose = "parameters, gradients and moments"

  /// Floats of a rank's part of the node's memory.
  static func floatCount(
    _ layout: ParameterLayout, _ precision: Precision, _ dealing: BlockDealing, isNodeRoot: Bool
  ) -> Int {
    let heads = HeadGradients.count(layout, dealing, isNodeRoot: isNodeRoot)
    let halves = precision == .bf16 ? (layout.count + 1) / 2 : 0
    return heads + (isNodeRoot ? 4 * layout.count + halves : 0)
  }

  /// Stores this rank's shares of a gradient, and lets them travel between nodes: a large one piece by piece, so that
  /// the first travels while the last is computed.
  func storeAndStart(_ gradient: ParameterGradient) throws {
    let count = gradient.comesInPieces && exchange != nil ? 2 : 1
    for index in 0..<count {
      let piece = ParameterShare(index: index, count: count)
      for share in gradientShares { gradient.store(share, piece: piece) }
      try startReducing(gradient.parameters, piece: piece)
    }
  }

  /// Lets a piece of this rank's share of some gradients travel between nodes, which has been stored and must not be
  /// touched any more in this step.
  package func startReducing(_ entries: [ParameterLayout.Entry], piece: ParameterShare = .whole) throws {
    for entry in entries { started.add(entry, piece: piece) }
    try exchange?.start(entries.map { $0.range(share, piece: piece) })
  }

  /// Completes the gradients, of which each rank has stored its share, and returns the Euclidean norm of the whole.
  ///
  /// A collective, after those of all parameters have been started.
  package func reduceGradients() throws -> Double {
    started.end(layout)
    try exchange?.finish()
    let squares = gradientShares.map { share in
      layout.entries.map { $0.range(share) }.reduce(0) {
        $0 + tbn_sum_of_squares(gradients + $1.lowerBound, $1.count)
      }
    }
    if let copies {
      try copies.complete(layout.entries.map { NodeCopies.List(gradients, parts: parts(of: $0)) })
      return try blockSum(squares.map { [$0] })[0].squareRoot()
    }
    let total = try node.allReduce(squares[0], .sum)
    return try exchange == nil ? total.squareRoot() : ofFirstNode(total).squareRoot()
  }

  /// The elements of a parameter whose gradients each rank of the world computes, where blocks are fixed.
  private func parts(of entry: ParameterLayout.Entry) -> [Range<Int>] {
    (0..<dealing.rankCount).map { rank in
      let blocks = dealing.blocks(ofRank: rank)
      let first = ParameterShare(index: blocks.lowerBound, count: dealing.blockCount)
      let last = ParameterShare(index: blocks.upperBound - 1, count: dealing.blockCount)
      return entry.range(first).lowerBound..<entry.range(last).upperBound
    }
  }

  /// Brings together what the ranks have computed of a head's gradients from their own pairs: on a node they stand in its
  /// memory, and where blocks are fixed those of all nodes come. A collective over the ranks that have.
  ///
  /// After a barrier that follows those computations, and before the first `startReducing`.
  func completeHeadGradients() throws {
    if let copies { try blockGradients.complete(copies) }
  }

  /// The gradients of a head, none where there is no head: the sums of those of the blocks of pairs.
  var headGradients: [ParameterGradient] { blockGradients.gradients(into: gradients) }

  /// Nodes of unequal numbers of ranks add up unequal shares and get other last bits; a clipping scale of its own
  /// would let each node's parameters drift away.
  private func ofFirstNode(_ number: Double) throws -> Double {
    let number = try leaders?.broadcast(number) ?? number
    return try node.broadcast(number)
  }

  /// Updates the parameters of all ranks with the reduced gradients. A collective.
  ///
  /// - Parameter learningRate: of each branch; a component learns by that of the branch that it names.
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
          stretch, step: step, learningRate: learningRate[entry.component.learningRateSide],
          gradientScale: gradientScale, decays: entry.parameter.decays)
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
    for entry in layout.entries { round(entry.range(share)) }
    try node.barrier()
  }

  /// Views of the gradients of the similarity network's head of each of this rank's blocks.
  package var headGradientViews: [ParameterViews] { blockGradients.views(owner: self) }

  /// Views of the node's gradients, branch by branch.
  package var gradientViews: Sides<ParameterViews> {
    Sides(image: gradientViews(.image), text: gradientViews(.text))
  }

  private func gradientViews(_ side: Side) -> ParameterViews {
    ParameterViews(layout, Component.name(of: side), flat: gradients, owner: self)
  }

  /// Sums over all rows of the batch, as what this node adds to the sum over nodes: they must count once. With fixed
  /// blocks nothing is added up over nodes.
  package func once(_ globalSums: [Double]) -> [Double] {
    isFirstNode || dealing.isFixed ? globalSums : [Double](repeating: 0, count: globalSums.count)
  }
}
