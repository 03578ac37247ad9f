/// Where a step's time goes, on this rank.
package struct PhaseClock: Sendable {
  package enum Phase: String, CaseIterable, Sendable {
    case read, forward, gather, loss, scatter, backward, reduce, update
  }

  /// Seconds spent in each phase; waiting for other ranks counts in the phase that waits.
  package private(set) var seconds: [Phase: Double] = [:]

  package init() {}

  /// Adds the times of another clock.
  package mutating func add(_ other: PhaseClock) {
    seconds.merge(other.seconds, uniquingKeysWith: +)
  }

  /// Runs `body` and adds its time to a phase.
  package mutating func measure<Result>(_ phase: Phase, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer {
      let spent = (ContinuousClock.now - start).components
      seconds[phase, default: 0] += Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
    }
    return try body()
  }
}
