import Failures
import Foundation

/// Memory that all ranks of one node read and write; each rank brings a part.
///
/// It is taken when it is made, every page of it: a node that cannot give it refuses with a message, and no later touch of
/// a page ends the process. (`MPI_Win_allocate_shared` makes a sparse file, and where it fails on one rank the others
/// wait in it for ever.)
package final class SharedWindow {
  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int
  /// Of each rank's part, in bytes.
  private let starts: [Int]

  /// A collective over `node`; `count` floats of this rank, zero at first.
  ///
  /// - Parameter purpose: of the memory, for a person: "the rows of a batch".
  /// - Throws: on the lowest rank of those that fail; the others wait until it has ended the job.
  package init(count: Int, node: Communicator, for purpose: String) throws {
    var sizes = [Int](repeating: 0, count: node.size)
    sizes[node.rank] = Self.byteCount(ofFloats: count)
    // Behind it no rank holds memory any more that it has given back before.
    try node.allReduce(&sizes)
    let parts = contiguousRanges(sizes)
    starts = parts.map(\.lowerBound)
    byteCount = max(parts.last?.upperBound ?? 0, Self.pageBytes)
    let use = SharedMemoryUse(bytes: byteCount, purpose: purpose)
    memory =
      node.size == 1 ? try Self.privateMemory(use) : try SharedFile.memory(use, node: node)
  }

  deinit { munmap(memory, byteCount) }

  /// The first float of a rank's part, as seen from this process; valid as long as this lives.
  package func part(of rank: Int) -> UnsafeMutablePointer<Float> {
    (memory + starts[rank]).assumingMemoryBound(to: Float.self)
  }

  private static let pageBytes = 4096

  /// What a rank's part of so many floats takes: whole pages, so that each rank's begin on one.
  package static func byteCount(ofFloats count: Int) -> Int {
    (count * MemoryLayout<Float>.stride + pageBytes - 1) / pageBytes * pageBytes
  }

  /// Of a node's only rank.
  private static func privateMemory(_ use: SharedMemoryUse) throws -> UnsafeMutableRawPointer {
    let memory = mmap(nil, use.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { throw SharedFile.mappingFailure(use, number: errno) }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: use.bytes)
    return memory
  }
}
