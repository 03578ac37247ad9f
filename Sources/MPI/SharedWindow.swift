import CMPI
import Failures

/// Memory that all ranks of one node read and write; each rank brings a part.
///
/// There is no `deinit`: freeing is a collective, and a rank that fails alone must not wait for one. The memory
/// goes with the process.
package final class SharedWindow {
  private let node: Communicator
  private let window: cmpi_window

  /// A collective over `node`; `count` floats of this rank, zero at first.
  package init(count: Int, node: Communicator) throws {
    self.node = node
    var own: UnsafeMutableRawPointer?
    var window: cmpi_window?
    // A rank without a part still takes a page: some versions cannot query an empty one.
    let bytes = max(count * MemoryLayout<Float>.stride, 4096)
    try check(cmpi_window_allocate(bytes, node.handle, &own, &window), "MPI_Win_allocate_shared")
    guard let window, let own else { throw Failure(.unavailable, "MPI_Win_allocate_shared gave no memory") }
    self.window = window
    own.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    try node.barrier()
  }

  /// The first float of a rank's part, as seen from this process.
  package func part(of rank: Int) throws -> UnsafeMutablePointer<Float> {
    var address: UnsafeMutableRawPointer?
    try check(cmpi_window_query(window, Int32(rank), &address), "MPI_Win_shared_query")
    guard let address else { throw Failure(.unavailable, "MPI_Win_shared_query gave no address") }
    return address.assumingMemoryBound(to: Float.self)
  }
}
