import Foundation
import MPI
import TwoBranch

/// Adds up the nodes' gradients while the backward pass goes on.
///
/// Rank c of each node carries a share of them: it talks with the ranks c of all other nodes, so that all ranks of a node
/// use its link. Where nodes have different numbers of ranks, as many carry as the smallest has, and nothing overlaps.
///
/// MPI moves only inside its calls, so a thread of its own calls it now and then while this rank's products run. Only one
/// thread calls MPI at a time: between the first `start` and `finish` the rank must do so only here.
final class GradientExchange {
  private let gradients: UnsafeMutablePointer<Float>
  private let layout: ParameterLayout
  private let wire: WireFormat
  private let node: Communicator
  /// This rank's counterparts on all nodes, twice; nil on a rank that carries nothing.
  private let rails: (scattering: Communicator, gathering: Communicator)?
  private let carrierCount: Int
  private let nodesAreEqual: Bool
  private let pump = Pump()

  /// A collective over all ranks of more than one node.
  init(
    _ layout: ParameterLayout, gradients: UnsafeMutablePointer<Float>, wire: WireFormat, world: World
  ) throws {
    self.layout = layout
    self.gradients = gradients
    self.wire = wire
    node = world.node
    carrierCount = try world.communicator.allReduce(world.node.size, .minimum)
    nodesAreEqual = try world.communicator.allReduce(world.node.size, .maximum) == carrierCount
    let number = node.rank < carrierCount ? node.rank : nil
    let scattering = try world.communicator.subset(number: number)
    let gathering = try world.communicator.subset(number: number)
    if let scattering, let gathering { rails = (scattering, gathering) } else { rails = nil }
  }

  /// Sends parts of this rank's share on their way; their gradients must not be touched until `finish`.
  func start(_ ranges: [Range<Int>]) throws {
    guard nodesAreEqual else { return }
    try launch(ranges)
  }

  /// Waits until all nodes have all sums. A collective over all ranks, each of which has started its share.
  func finish() throws {
    if nodesAreEqual { return try pump.finish() }
    try node.barrier()
    let share = ParameterShare(index: min(node.rank, carrierCount - 1), count: carrierCount)
    try launch(layout.entries.map { $0.range(share) })
    try pump.finish()
    try node.barrier()
  }

  private func launch(_ ranges: [Range<Int>]) throws {
    let ranges = ranges.filter { !$0.isEmpty }
    guard let rails, !ranges.isEmpty else { return }
    switch wire {
    case .fp32: try pump.add { try self.bucket(of: Float.self, ranges, rails) }
    case .bf16: try pump.add { try self.bucket(of: UInt16.self, ranges, rails) }
    }
  }

  private func bucket<Number: WireNumber>(
    of type: Number.Type, _ ranges: [Range<Int>], _ rails: (scattering: Communicator, gathering: Communicator)
  ) throws -> any TravellingGradients {
    try GradientBucket<Number>(
      gradients, ranges, scattering: rails.scattering, gathering: rails.gathering)
  }
}

protocol TravellingGradients: AnyObject {
  var hasGathered: Bool { get }
  var isDone: Bool { get }
  func advance(mayGather: Bool) throws
}

extension GradientBucket: TravellingGradients {}
