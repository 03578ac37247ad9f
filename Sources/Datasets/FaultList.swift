import Failures

/// Faults found while reading on: all are counted, the first of them kept for the person.
struct FaultList: Equatable, Sendable {
  private(set) var kept: [Failure] = []
  private(set) var count = 0

  static let keptCount = 20

  init() {}

  /// A list as it was stored.
  init(kept: [Failure], count: Int) {
    precondition(kept.count == min(count, Self.keptCount), "\(kept.count) kept of \(count) faults")
    self.kept = kept
    self.count = count
  }

  /// - Parameter fault: made only if it is kept: a file may have a million.
  mutating func report(_ fault: @autoclosure () -> Failure) {
    count += 1
    if kept.count < Self.keptCount { kept.append(fault()) }
  }

  mutating func append(_ other: FaultList) {
    count += other.count
    kept += other.kept.prefix(max(0, Self.keptCount - kept.count))
  }
}
