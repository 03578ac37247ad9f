import MPI

/// Brings what each rank has written into the memory of its node to the same place on all other nodes.
///
/// The first ranks of the nodes send: by broadcasts, since ranks that follow one another need not be of one node.
final class NodeCopies {
  private let node: Communicator
  /// The first ranks of all nodes; nil on other ranks.
  private let leaders: Communicator?
  /// For each rank of the world the number of its node.
  private let nodeOfRank: [Int]

  /// A list of bytes that stands on every node, and the part of it that each rank of the world writes.
  struct List {
    fileprivate let start: UnsafeMutablePointer<UInt8>
    fileprivate let parts: [Range<Int>]

    /// - Parameter parts: elements of the list, one range a rank.
    init<Number: BitwiseCopyable>(_ start: UnsafeMutablePointer<Number>, parts: [Range<Int>]) {
      let stride = MemoryLayout<Number>.stride
      self.start = UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt8.self)
      self.parts = parts.map { $0.lowerBound * stride..<$0.upperBound * stride }
    }
  }

  /// A collective over all ranks.
  init(world: World) throws {
    node = world.node
    leaders = try world.communicator.subset(member: world.node.isRoot)
    var numbers = [Int](repeating: 0, count: world.size)
    numbers[world.rank] = try world.node.broadcast(leaders?.rank ?? 0)
    try world.communicator.allReduce(&numbers)
    nodeOfRank = numbers
  }

  /// Completes lists on every node. A collective over all ranks, each of which has written its parts; after it all may
  /// read them.
  func complete(_ lists: [List]) throws {
    try node.barrier()
    guard nodeOfRank.contains(where: { $0 > 0 }) else { return }
    if let leaders {
      for list in lists { try broadcast(list, over: leaders) }
    }
    try node.barrier()
  }

  private func broadcast(_ list: List, over leaders: Communicator) throws {
    precondition(list.parts.count == nodeOfRank.count, "a part for each rank")
    var first = 0
    while first < nodeOfRank.count {
      // Neighbours of one node go together.
      var end = first + 1
      while end < nodeOfRank.count, nodeOfRank[end] == nodeOfRank[first],
        list.parts[end].lowerBound == list.parts[end - 1].upperBound
      { end += 1 }
      let run = list.parts[first].lowerBound..<list.parts[end - 1].upperBound
      try leaders.broadcast(list.start + run.lowerBound, count: run.count, root: nodeOfRank[first])
      first = end
    }
  }
}
