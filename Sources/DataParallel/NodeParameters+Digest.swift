import CKernels
import MPI
import TwoBranch

extension NodeParameters {
  /// A digest of the parameters and both moments as they stand in this node's memory: equal on all nodes unless one
  /// has drifted. It does not depend on how many ranks a node has.
  ///
  /// A collective over the node; each rank reads a part.
  package func digest() throws -> UInt64 {
    let part = ParameterShare(index: node.rank, count: node.size)
    var sum: UInt64 = 0
    for (state, numbers) in [parameters, firstMoments, secondMoments].enumerated() {
      for entry in layout.entries {
        let own = entry.range(part)
        let place = UInt64(state * layout.count + own.lowerBound)
        sum &+= tbn_digest(numbers + own.lowerBound, own.count, place)
      }
    }
    return UInt64(bitPattern: Int64(try node.allReduce(Int(Int64(bitPattern: sum)), .sum)))
  }
}
