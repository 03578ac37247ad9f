import DataParallel
import Foundation
import Statistics

/// How long training steps took, beside the bare products of a step.
package struct StepTiming: CustomStringConvertible {
  /// Milliseconds, step by step.
  struct Samples {
    var steps: [Double] = []
    var floors: [Double] = []
    /// Of each phase's slowest rank; the last is what is in none of them.
    var phases: [[Double]] = []
  }

  private let placement: StepBenchmark.Placement
  private let shape: StepShape
  private let arithmetic: StepArithmetic
  /// Ascending.
  private let sorted: [Double]
  /// The median of the bare products; nil where they were not timed.
  private let floor: Double?
  /// Medians of each phase's slowest rank, in milliseconds. Their sum may exceed the step: not every phase is slowest
  /// on the same rank.
  private let phases: [(name: String, milliseconds: Double)]
  private let hasHead: Bool
  /// Of the largest rank, the shared memory that it has touched included.
  private let peakBytes: Int

  init(
    _ placement: StepBenchmark.Placement, _ shape: StepShape, _ arithmetic: StepArithmetic,
    _ samples: Samples, hasHead: Bool, _ peakBytes: Int
  ) {
    precondition(!samples.steps.isEmpty)
    self.placement = placement
    self.shape = shape
    self.arithmetic = arithmetic
    self.hasHead = hasHead
    self.peakBytes = peakBytes
    sorted = samples.steps.sorted()
    floor = samples.floors.isEmpty ? nil : Statistics.median(samples.floors)
    let names = PhaseClock.Phase.allCases.map(\.rawValue) + ["other"]
    phases = names.enumerated().map { index, name in
      (name, Statistics.median(samples.phases.map { $0[index] }))
    }
  }

  private var median: Double { Statistics.median(sorted) }
  /// Operations of the products over the time of the whole step; nil where a head has others too.
  private var gflops: Double? { hasHead ? nil : shape.operations / median / 1e6 }

  package var description: String {
    let parts = phases.map { String(format: "%@ %.1f", $0.name, $0.milliseconds) }.joined(separator: ", ")
    let lines = [
      String(
        format:
          "%@ x %@: step %.1f ms (median of %d; fastest %.1f, slowest %.1f), peak memory a rank %.0f MB",
        Self.count(placement.ranks, "rank"), Self.count(placement.threads, "thread"), median, sorted.count,
        sorted[0], sorted[sorted.count - 1], Double(peakBytes) / 1e6),
      "\(parts) ms (medians of the slowest rank)",
    ]
    return (lines + [productLine, crowdLine].compactMap { $0 }).joined(separator: "\n")
  }

  private var productLine: String? {
    guard let gflops else { return nil }
    let rate = String(format: "%.0f GFLOP/s of products over the whole step", gflops)
    guard let floor else { return rate }
    let beside = "; the bare products alone take %.1f ms: the step is %.2f times that"
    return rate + String(format: beside, floor, median / floor)
  }

  private var crowdLine: String? {
    let wanted = placement.ranks * placement.threads
    guard wanted > placement.cores else { return nil }
    let cores = Self.count(placement.cores, "core")
    return "\(Self.count(wanted, "thread")) on \(cores): not a measure of scaling"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let record = Record(
      shape: shape, arithmetic: arithmetic, ranks: placement.ranks, hosts: placement.hosts,
      cores: placement.cores, threads: placement.threads, steps: sorted.count,
      median: median.roundedToThousandths,
      fastest: sorted[0].roundedToThousandths, slowest: sorted[sorted.count - 1].roundedToThousandths,
      floor: floor.map(\.roundedToThousandths), gflops: gflops.map(\.roundedToThousandths),
      peakBytes: peakBytes,
      phases: Dictionary(uniqueKeysWithValues: phases.map { ($0.name, $0.milliseconds.roundedToThousandths) })
    )
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  private struct Record: Encodable {
    let shape: StepShape
    let arithmetic: StepArithmetic
    let ranks, hosts, cores, threads, steps: Int
    let median, fastest, slowest: Double
    let floor, gflops: Double?
    let peakBytes: Int
    let phases: [String: Double]

    enum CodingKeys: String, CodingKey {
      case ranks, hosts, cores, threads, steps, gflops, phases
      case median = "step_ms_median"
      case fastest = "step_ms_fastest"
      case slowest = "step_ms_slowest"
      case floor = "floor_ms"
      case peakBytes = "peak_bytes"
    }

    func encode(to encoder: any Encoder) throws {
      try shape.encode(to: encoder)
      try arithmetic.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      for (key, value) in [
        (CodingKeys.ranks, ranks), (.hosts, hosts), (.cores, cores), (.threads, threads), (.steps, steps),
        (.peakBytes, peakBytes),
      ] { try container.encode(value, forKey: key) }
      for (key, value) in [(CodingKeys.median, median), (.fastest, fastest), (.slowest, slowest)] {
        try container.encode(value, forKey: key)
      }
      try container.encodeIfPresent(floor, forKey: .floor)
      try container.encodeIfPresent(gflops, forKey: .gflops)
      try container.encode(phases, forKey: .phases)
    }
  }
}
