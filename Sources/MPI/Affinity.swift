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

  /// The ranks of the node that may run on any of these cores, this one among them.
  ///
  /// A collective over `node`.
  func sharingRanks(on node: Communicator) throws -> Int {
    var bits = [Int](repeating: 0, count: node.size * 1024)
    for (core, allowed) in mask.enumerated() { bits[node.rank * 1024 + core] = Int(allowed) }
    try node.allReduce(&bits)
    return (0..<node.size).count { other in
      mask.indices.contains { mask[$0] == 1 && bits[other * 1024 + $0] == 1 }
    }
  }
}
