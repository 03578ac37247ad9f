import Benchmarks
import DataParallel
import Training
import Statistics

/// All runs of an experiment with one number of ranks, of which at least one succeeded.
package struct ScalingPoint: Sendable {
  package let ranks: Int
  package let shape: StepShape
  package let wire: WireFormat
  /// See `BenchFigures`.
  let isPlainStep: Bool
  package let hosts: Int
  /// Of the hosts together.
  package let cores: Int
  /// Of each rank.
  package let threads: Int
  /// Of a step, in milliseconds: the median of each run, sorted.
  package let steps: [Double]
  package let failedRuns: Int
  /// Milliseconds of a step's phases, medians over the runs, in the order in which a step has them.
  package let phases: [(name: String, milliseconds: Double)]

  /// Nil where no run succeeded.
  ///
  /// - Parameter measurements: not empty, all with the same number of ranks.
  init?(_ measurements: [Measurement]) {
    let figures = measurements.compactMap(\.bench)
    guard let bench = figures.first else { return nil }
    ranks = bench.ranks
    shape = bench.shape
    wire = bench.wire
    isPlainStep = bench.isPlainStep
    hosts = bench.hosts
    cores = bench.cores
    threads = bench.threads
    steps = figures.map(\.stepMilliseconds).sorted()
    failedRuns = measurements.count - figures.count
    phases = StepPhases.ordered(Set(figures.flatMap(\.phases.keys))).map { name in
      (name, Statistics.median(figures.map { $0.phases[name] ?? 0 }))
    }
  }

  /// In milliseconds, the median of the runs.
  package var step: Double { Statistics.median(steps) }
  /// Of the global batch.
  package var images: Int { shape.images }
  package var imagesPerSecond: Double { Double(images) / step * 1000 }
  /// Then ranks wait for each other's turn, and the figure says little about the program.
  package var isOversubscribed: Bool { ranks * threads > cores }

  /// Milliseconds of a step in which ranks exchange, or wait for each other, and do nothing else.
  package var communication: Double {
    phases.filter { StepPhases.isCommunication($0.name) }.reduce(0) { $0 + $1.milliseconds }
  }
}
