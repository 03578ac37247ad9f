import Dispatch
import Sampling
import Threading

/// Hands out this rank's part of one batch after another, read ahead: while a step is computed, a thread reads and
/// prepares the rows of the next.
///
/// That thread draws batches, reads files and computes; it never calls MPI or OpenBLAS, which expect one thread. Memory
/// is that of two batches. On a rank's only core it takes the time that the rows cost anywhere, and sleeps while the
/// disk works.
package final class BatchReader {
  private let slot = Slot()

  /// Begins with the first batch at once.
  ///
  /// - Throws: where no thread can be started.
  package init(_ order: BatchOrder, rank: Int, of dealing: BlockDealing, from split: EncodedSplit) throws {
    let source = Source(order, rank: rank, of: dealing, split)
    try StartedThread("batch reader") { [slot] in
      while slot.isAskedFor() { slot.put(Result { try source.next() }) }
    }
    slot.ask()
  }

  deinit { slot.end() }

  /// The next batch, when it is read; nil after the last. Its inputs are valid until the one after it is asked for.
  ///
  /// - Throws: what went wrong in reading it; nothing can be asked for after that.
  package func next() throws -> RankBatch? {
    guard let batch = try slot.take().get() else { return nil }
    slot.ask()
    return batch
  }

  /// Reads batches into two sets of buffers by turns, so that one is left alone while it is trained on.
  ///
  /// Unchecked: only the thread that reads touches it.
  private final class Source: @unchecked Sendable {
    private var order: BatchOrder
    private let rank: Int
    private let dealing: BlockDealing
    private let split: EncodedSplit
    private var (own, other) = (InputBuffers(), InputBuffers())

    init(_ order: BatchOrder, rank: Int, of dealing: BlockDealing, _ split: EncodedSplit) {
      self.order = order
      self.rank = rank
      self.dealing = dealing
      self.split = split
    }

    func next() throws -> RankBatch? {
      guard let place = order.next() else { return nil }
      swap(&own, &other)
      return try RankBatch(place, rank: rank, of: dealing, from: split, into: own)
    }
  }

  /// The place for one batch on its way from the thread that reads to the one that trains.
  ///
  /// Unchecked: the semaphores order the two.
  private final class Slot: @unchecked Sendable {
    private let isFull = DispatchSemaphore(value: 0)
    private let isAsked = DispatchSemaphore(value: 0)
    private var content: Result<RankBatch?, any Error> = .success(nil)
    private var hasEnded = false

    func ask() { isAsked.signal() }

    /// Nobody will ask again.
    func end() {
      hasEnded = true
      isAsked.signal()
    }

    /// Waits until a batch is asked for, or none will be.
    func isAskedFor() -> Bool {
      isAsked.wait()
      return !hasEnded
    }

    func put(_ result: Result<RankBatch?, any Error>) {
      content = result
      isFull.signal()
    }

    /// Waits until there is one. Only one is on its way at a time.
    func take() -> Result<RankBatch?, any Error> {
      isFull.wait()
      return content
    }
  }
}
