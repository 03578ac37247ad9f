import Benchmarks
import ArgumentParser
import Failures
import MPI
import Scaling
import Training

/// What a machine can do, in the units of data sheets; what is missing is measured or asked for.
struct MachineOptions: ParsableArguments {
  @Option(help: "GFLOP/s of a rank in large products, all ranks at work.")
  var gflops: Double?
  @Option(help: "Rows of a rank with which products reach half of that. Told --gflops without it: 0.")
  var halfRateRows: Double?
  @Option(help: "GB/s that a rank reads and writes in memory, all ranks of its node at work.")
  var memoryBandwidth: Double?
  @Option(help: "Microseconds of a small message between ranks of a node; neither told nor measured: 1.")
  var nodeLatency: Double?
  @Option(help: "Microseconds of a small message between nodes.")
  var latency: Double?
  @Option(help: "Gbit/s out of a node, and as many into it.")
  var bandwidth: Double?
  @Flag(help: "Measure what is not told, on the ranks of this job.")
  var measure = false
  @Option(help: "Threads of each rank while it measures; 0: its share of the cores.")
  var threads = 1

  func validate() throws {
    let positive = [
      ("gflops", gflops), ("memory-bandwidth", memoryBandwidth), ("bandwidth", bandwidth),
    ]
    for case (let name, let value?) in positive where !(value > 0 && value.isFinite) {
      throw ValidationError("--\(name) is \(value); expected a number above 0")
    }
    let others = [("half-rate-rows", halfRateRows), ("node-latency", nodeLatency), ("latency", latency)]
    for case (let name, let value?) in others where !(value >= 0 && value.isFinite) {
      throw ValidationError("--\(name) is \(value); expected a number from 0 up")
    }
    guard threads >= 0 else { throw ValidationError("--threads is \(threads); expected at least 0") }
  }

  /// A collective over all ranks.
  ///
  /// - Parameters:
  ///   - shape: of the steps whose products are measured.
  ///   - needsLink: whether there will be several nodes.
  ///   - world: whose ranks measure.
  func rates(of shape: StepShape, needsLink: Bool, world: World) throws -> MachineRates {
    _ = try ThreadChoice.take(threads, world: world)
    let measured = measure ? try MachineProbe(shape: shape, world: world).run() : nil
    return try world.together {
      MachineRates(
        flops: try require(gflops.map { $0 * 1e9 } ?? measured?.flops, "gflops"),
        halfRateRows: halfRateRows ?? (gflops == nil ? measured?.halfRateRows : nil) ?? 0,
        memoryBandwidth: try require(
          memoryBandwidth.map { $0 * 1e9 } ?? measured?.memoryBandwidth, "memory-bandwidth"),
        nodeLatency: nodeLatency.map { $0 * 1e-6 } ?? measured?.nodeLatency ?? 1e-6,
        link: needsLink
          ? MachineRates.Link(
            latency: try require(latency.map { $0 * 1e-6 } ?? measured?.latency, "latency"),
            bandwidth: try require(bandwidth.map { $0 * 1e9 / 8 } ?? measured?.bandwidth, "bandwidth"))
          : nil)
    }
  }

  private func require(_ rate: Double?, _ name: String) throws -> Double {
    if let rate { return rate }
    guard measure else {
      throw Failure(.usage, "--\(name) is missing", remedy: "give it, or let --measure find out")
    }
    throw Failure(
      .usage, "--\(name) is missing, and a job on one node cannot measure it",
      expected: "several nodes, or the option",
      remedy: "give --\(name), or plan for one node with --ranks-per-node")
  }
}
