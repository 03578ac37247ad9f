import Foundation
import Threading

/// Moves buckets on: by a thread while this rank computes, and by the rank itself when it waits for them.
///
/// Whoever calls MPI holds the lock.
final class Pump: @unchecked Sendable {
  private let condition = NSCondition()
  private var buckets: [any TravellingGradients] = []
  private var isWaitedFor = false
  private var error: (any Error)?
  private var hasThread = false

  /// Between two looks of the thread: short beside a product, long enough to leave the core to it.
  private static let pauseSeconds = 100e-6

  /// Starts a bucket and lets the thread move it.
  func add(_ start: () throws -> any TravellingGradients) throws {
    condition.lock()
    defer { condition.unlock() }
    buckets.append(try start())
    if !hasThread { try startThread() }
    condition.signal()
  }

  /// Moves the buckets on until all have arrived.
  func finish() throws {
    condition.lock()
    defer { condition.unlock() }
    isWaitedFor = true
    defer { isWaitedFor = false }
    if let error { throw error }
    while !buckets.isEmpty { try advance() }
  }

  private func advance() throws {
    var mayGather = true
    for bucket in buckets {
      try bucket.advance(mayGather: mayGather)
      mayGather = bucket.hasGathered
    }
    buckets.removeAll { $0.isDone }
  }

  /// It ends with the process.
  private func startThread() throws {
    try StartedThread("gradient exchange") { [weak self] in
      while let pump = self { pump.turn() }
    }
    hasThread = true
  }

  private func turn() {
    condition.lock()
    while buckets.isEmpty || isWaitedFor || error != nil { condition.wait() }
    do { try advance() } catch { self.error = error }
    condition.unlock()
    Thread.sleep(forTimeInterval: Self.pauseSeconds)
  }
}
