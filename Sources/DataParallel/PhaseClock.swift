import Watch

/// Where a step's time goes, on this rank.
package struct PhaseClock: Sendable {
  package enum Phase: String, CaseIterable, Sendable {
    case read, forward, gather, loss, scatter, backward, reduce, update

    /// As those see it who watch over the job.
    fileprivate var place: Activity.Place {
      switch self {
      case .read: Activity.Place("read")
      case .forward: Activity.Place("forward")
      case .gather: Activity.Place("gather")
      case .loss: Activity.Place("loss")
      case .scatter: Activity.Place("scatter")
      case .backward: Activity.Place("backward")
      case .reduce: Activity.Place("reduce")
      case .update: Activity.Place("update")
      }
    }
  }

  /// Seconds spent in each phase; waiting for other ranks counts in the phase that waits.
  package private(set) var seconds: [Phase: Double] = [:]

  package init() {}

  /// Adds the times of another clock.
  package mutating func add(_ other: PhaseClock) {
    seconds.merge(other.seconds, uniquingKeysWith: +)
  }

  /// Runs `body`, adds its time to a phase, and lets those who watch over the job see the phase.
  package mutating func measure<Result>(_ phase: Phase, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try Activity.during(phase.place, body)
    let spent = (ContinuousClock.now - start).components
    seconds[phase, default: 0] += Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
    return result
  }
}
