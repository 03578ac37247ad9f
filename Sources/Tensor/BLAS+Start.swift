import COpenBLAS
import Failures
import Foundation
import Threading

extension BLAS {
  /// Gives every product of this process so many threads, from here on, and has the library take what they need now: it
  /// tells nobody of a thread that it does not get, and tries for ever to get memory.
  ///
  /// - Throws: where the system does not give the threads or the memory.
  package static func start(threads count: Int) throws {
    // Products and passes over rows have threads of their own, and a rank three more: for its batches, a checkpoint and
    // the exchange of gradients.
    try StartedThread.require(2 * (count - 1) + 3)
    try requireBuffers(1 + max(0, count - threadCount))
    threadCount = count
    let numbers = Matrix(rows: 256, columns: 256)
    numbers.fill(0)
    multiply(.plain(numbers), .plain(numbers), into: Matrix(rows: 256, columns: 256))
  }

  /// Of each thread that multiplies; of the library's largest builds for this processor family.
  private static let bufferBytes = 128 << 20

  private static func requireBuffers(_ count: Int) throws {
    let bytes = count * bufferBytes
    let room = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let room, room != MAP_FAILED else {
      throw Failure(
        .systemError, "no address space is left for matrix products: \(String(cString: strerror(errno)))",
        expected: "\(bytes >> 20) MiB for the buffers of OpenBLAS",
        remedy: "raise the limit on address space (ulimit -v), or take fewer --threads")
    }
    munmap(room, bytes)
  }
}
