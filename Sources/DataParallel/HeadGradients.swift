import CKernels
import MPI
import Sampling
import TwoBranch

/// The gradients of the similarity network's head, in memory that the ranks of a node share: each block of pairs makes its
/// own, and the owners of shares add them up in the order of the blocks.
///
/// A node has those of its ranks, or where blocks are fixed those of all nodes.
struct HeadGradients {
  private let layout: ParameterLayout
  private let dealing: BlockDealing
  private let blocks: [UnsafeMutablePointer<Float>]
  private let own: Range<Int>

  /// Floats at the beginning of a rank's part of the window.
  static func count(_ layout: ParameterLayout, _ dealing: BlockDealing, isNodeRoot: Bool) -> Int {
    let blocks = dealing.isFixed ? (isNodeRoot ? dealing.blockCount : 0) : 1
    return blocks * layout.headRange.count
  }

  /// - Parameter window: whose parts begin with `count` floats for them.
  init(_ layout: ParameterLayout, _ dealing: BlockDealing, in window: SharedWindow, world: World) {
    self.layout = layout
    self.dealing = dealing
    if dealing.isFixed {
      let start = window.part(of: 0)
      blocks = (0..<dealing.blockCount).map { start + $0 * layout.headRange.count }
      own = dealing.blocks(ofRank: world.rank)
    } else {
      blocks = (0..<world.node.size).map { window.part(of: $0) }
      own = world.node.rank..<world.node.rank + 1
    }
  }

  /// Views of those of this rank's blocks; none without a head.
  func views(owner: AnyObject) -> [ParameterViews] {
    guard !layout.headRange.isEmpty else { return [] }
    return blocks[own].map {
      ParameterViews(layout, Component.headName, flat: $0 - layout.headRange.lowerBound, owner: owner)
    }
  }

  /// Brings those of all nodes together where blocks are fixed. A collective over all ranks.
  func complete(_ copies: NodeCopies) throws {
    let count = layout.headRange.count
    guard count > 0 else { return }
    let parts = (0..<dealing.rankCount).map { rank in
      let blocks = dealing.blocks(ofRank: rank)
      return blocks.lowerBound * count..<blocks.upperBound * count
    }
    try copies.complete([NodeCopies.List(blocks[0], parts: parts)])
  }

  /// The sum over the blocks, of each parameter of the head.
  ///
  /// - Parameter gradients: the flat buffer that it goes to.
  func gradients(into gradients: UnsafeMutablePointer<Float>) -> [ParameterGradient] {
    let entries = layout.entries.filter { $0.side == nil }
    guard !entries.isEmpty else { return [] }
    return [
      ParameterGradient(of: entries) { share, _ in
        for entry in entries { storeSum(entry.range(share), into: gradients) }
      }
    ]
  }

  private func storeSum(_ range: Range<Int>, into gradients: UnsafeMutablePointer<Float>) {
    let start = layout.headRange.lowerBound
    let parts = blocks.map { UnsafePointer($0 + range.lowerBound - start) as UnsafePointer<Float>? }
    tbn_sum_parts(parts, parts.count, range.count, gradients + range.lowerBound)
  }
}
