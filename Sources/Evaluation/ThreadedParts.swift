import Dispatch
import Tensor

/// A work shared by the threads that matrix products have, each with a part of its own from end to end.
///
/// A product of one tile by all threads makes them wait for each other at its end, and leaves all but one idle while
/// the tile is counted.
package enum ThreadedParts {
  /// Splits a range into a part for each thread and calls `body` with each, side by side; the products that `body` makes
  /// take its own thread alone.
  ///
  /// - Returns: what `body` returns, in the order of the parts.
  package static func map<Result>(
    _ range: Range<Int>, threads: Int = BLAS.threadCount, _ body: (Range<Int>) -> Result
  ) -> [Result] {
    let count = min(threads, max(1, range.count))
    guard count > 1 else { return [body(range)] }
    let before = BLAS.threadCount
    BLAS.threadCount = 1
    defer { BLAS.threadCount = before }
    return withoutActuallyEscaping(body) { body in
      [Result](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        // Each thread writes a place of its own, and all have ended before this one goes on.
        nonisolated(unsafe) let (places, body) = (buffer, body)
        DispatchQueue.concurrentPerform(iterations: count) { part in
          func bound(_ part: Int) -> Int { range.lowerBound + range.count * part / count }
          places.initializeElement(at: part, to: body(bound(part)..<bound(part + 1)))
        }
        initializedCount = count
      }
    }
  }
}
