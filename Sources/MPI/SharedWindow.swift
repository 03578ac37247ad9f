import CMPI
import Failures

/// Memory that all ranks of one node read and write; each rank brings a part.
///
/// There is no `deinit`: freeing is a collective, and a rank that fails alone must not wait for one. Without `free`
/// the memory goes with the process.
package final class SharedWindow {
  private let node: Communicator
  private var window: cmpi_window?

  /// A collective over `node`; `count` floats of this rank, zero at first.
  package init(count: Int, node: Communicator) throws {
    self.node = node
    var own: UnsafeMutableRawPointer?
    var window: cmpi_window?
    // A rank without a part still takes a page: some versions cannot query an empty one.
    let bytes = max(count * MemoryLayout<Float>.stride, 4096)
    try Self.requireSpace(try node.allReduce(bytes, .sum), ranks: node.size)
    try node.agree(on: CollectiveCall(.allocateWindow))
    try check(cmpi_window_allocate(bytes, node.handle, &own, &window), "MPI_Win_allocate_shared")
    guard let window, let own else { throw Failure(.unavailable, "MPI_Win_allocate_shared gave no memory") }
    self.window = window
    // The file behind the memory of several ranks is zeros; a page of it belongs to the first that touches it.
    if node.size == 1 { own.initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
    try node.barrier()
  }

  /// The window is a file: without space for it, the first touch of a page would end the process with SIGBUS.
  private static func requireSpace(_ bytes: Int, ranks: Int) throws {
    guard ranks > 1 else { return }  // one rank gets ordinary memory
    let directory = SharedMemory.directory
    guard let free = SharedMemory.freeBytes(in: directory), free < bytes else { return }
    throw Failure(
      .systemError, "\(free) bytes are free for the memory that the ranks of a node share", at: directory,
      expected: "\(bytes), for parameters, moments and the gradients of \(ranks) ranks",
      remedy: "make room there, or name another directory in OMPI_MCA_osc_sm_backing_directory")
  }

  /// Gives the memory back; no pointer into it may be used any more. A collective.
  package func free() throws {
    try node.agree(on: CollectiveCall(.freeWindow))
    try check(cmpi_window_free(&window), "MPI_Win_free")
  }

  /// The first float of a rank's part, as seen from this process.
  package func part(of rank: Int) throws -> UnsafeMutablePointer<Float> {
    var address: UnsafeMutableRawPointer?
    try check(cmpi_window_query(window, Int32(rank), &address), "MPI_Win_shared_query")
    guard let address else { throw Failure(.unavailable, "MPI_Win_shared_query gave no address") }
    return address.assumingMemoryBound(to: Float.self)
  }
}
