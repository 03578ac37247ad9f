import Failures

/// The points of one mode, by rising number of ranks. The fewest ranks are what the others are compared with.
package struct ScalingSeries: Sendable {
  package let mode: ScalingMode
  package let points: [ScalingPoint]
  /// Numbers of ranks with which no run succeeded.
  package let failedRanks: [Int]

  /// Nil where `measurements` has none of this mode, or all of these failed.
  ///
  /// - Throws: `Failure` where runs that must be alike are not.
  package init?(_ mode: ScalingMode, of measurements: [Measurement]) throws {
    let own = measurements.filter { $0.mode == mode }
    try Self.requireAlike(own)
    let groups = Dictionary(grouping: own, by: \.ranks).sorted { $0.key < $1.key }
    self.mode = mode
    points = groups.compactMap { ScalingPoint($0.value) }
    failedRanks = groups.filter { ScalingPoint($0.value) == nil }.map(\.key)
    if points.isEmpty { return nil }
  }

  package var base: ScalingPoint { points[0] }
  package var ranks: ClosedRange<Int> { base.ranks...points[points.count - 1].ranks }

  /// What stays the same: "500 images in all".
  package var batch: String {
    mode == .strong ? "\(base.images) images in all" : "\(base.images / base.ranks) images a rank"
  }

  /// What is the matter with the points that are marked.
  package var oversubscription: String { "more \(base.threads == 1 ? "ranks" : "threads") than cores" }

  /// How many times as many images a second as one rank, if the base's ranks are worth their number.
  package func speedUp(_ point: ScalingPoint) -> Double {
    point.imagesPerSecond / base.imagesPerSecond * Double(base.ranks)
  }

  /// The speed-up over what so many ranks would give at best.
  package func efficiency(_ point: ScalingPoint) -> Double { speedUp(point) / Double(point.ranks) }

  /// Figures of different experiments in one file would look like scaling.
  private static func requireAlike(_ measurements: [Measurement]) throws {
    guard let first = measurements.first else { return }
    for other in measurements {
      try require(first.options == other.options, "'\(first.options)' and '\(other.options)'", first.mode)
      let batches = "\(first.images) images on \(first.ranks) ranks and \(other.images) on \(other.ranks)"
      switch first.mode {
      case .strong: try require(first.images == other.images, batches, .strong)
      case .weak: try require(first.images * other.ranks == other.images * first.ranks, batches, .weak)
      }
    }
    for group in Dictionary(grouping: measurements.compactMap(\.bench), by: \.ranks).values {
      let (one, some) = (group[0], group.map { "\($0.hosts) hosts with \($0.cores) cores" })
      try require(
        Set(some).count == 1, "\(one.ranks) ranks on \(Set(some).sorted().joined(separator: " and on "))",
        first.mode)
    }
  }

  private static func require(_ alike: Bool, _ both: String, _ mode: ScalingMode) throws {
    guard !alike else { return }
    throw Failure(
      .badData, "holds runs of different experiments (\(mode.rawValue) scaling): \(both)",
      expected: "runs that differ in the number of ranks only",
      remedy: "give each experiment a directory of its own (Launch/scale --output)")
  }
}
