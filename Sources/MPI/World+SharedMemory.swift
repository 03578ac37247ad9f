extension World {
  /// Ends the job where a node has no room for all that its ranks are about to share: uses that fit one by one would
  /// else fail in the midst of the work.
  ///
  /// A collective over all ranks.
  ///
  /// - Parameter uses: of this rank's node.
  /// - Returns: what keeps other jobs from the same memory until it has been taken.
  package func requireSharedMemory(_ uses: [SharedMemoryUse]) throws -> SharedMemoryTurn {
    try together {
      // One rank has ordinary memory.
      guard node.isRoot, node.size > 1 else { return SharedMemoryTurn() }
      let needed = uses.reduce(0) { $0 + $1.bytes }
      let turn = SharedMemoryTurn(directory: SharedMemory.choose(bytes: needed).directory)
      try SharedMemory.choose(bytes: needed).requireRoom(for: uses, ranks: node.size)
      return turn
    }
  }
}
