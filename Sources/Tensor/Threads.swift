import Dispatch

/// The threads of a rank, in passes over rows or numbers that do not depend on each other.
package enum Threads {
  /// Runs `body` on parts of `0..<count`, at once on as many threads as products use.
  ///
  /// - Parameter grain: what is not worth a thread of its own; parts but the last are multiples of it.
  package static func forEachPart(of count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let units = (count + grain - 1) / grain
    let parts = min(BLAS.threadCount, units)
    guard parts > 1 else { return count > 0 ? body(0..<count) : () }
    withoutActuallyEscaping(body) { body in
      // Every call has numbers of its own to write, and has returned when this does.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        body(units * part / parts * grain..<min(count, units * (part + 1) / parts * grain))
      }
    }
  }
}
