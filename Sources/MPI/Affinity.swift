import CMPI

/// The cores on which this process may run.
package struct Affinity {
  package let mask: [UInt8]

  package static func current() -> Affinity {
    var mask = [UInt8](repeating: 0, count: 1024)
    let cores = cmpi_affinity(&mask, Int32(mask.count))
    // Where the kernel tells nothing, one core is the only safe guess.
    return Affinity(mask: cores > 0 ? mask : [1])
  }

  package var coreCount: Int { mask.reduce(0) { $0 + Int($1) } }

  /// Cores for this rank alone: those of its mask over the ranks of the node that share any of them.
  ///
  /// A collective over `node`.
  package func coresPerRank(on node: Communicator) throws -> Int {
    var bits = [Int](repeating: 0, count: node.size * 1024)
    for (core, allowed) in mask.enumerated() { bits[node.rank * 1024 + core] = Int(allowed) }
    try node.allReduce(&bits)
    let sharing = (0..<node.size).filter { other in
      mask.indices.contains { mask[$0] == 1 && bits[other * 1024 + $0] == 1 }
    }
    return max(1, coreCount / max(1, sharing.count))
  }
}
