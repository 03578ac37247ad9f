import Benchmarks
import DataParallel
import Training

/// What `tbn-dist bench --json` printed, as far as a scaling report needs it.
package struct BenchFigures: Decodable, Sendable {
  package let shape: StepShape
  package let wire: WireFormat
  /// Whether the model of a step is about such steps: those of the embedding network, in fp32.
  package let isPlainStep: Bool
  package let ranks: Int
  /// Nodes on which the ranks ran, and the cores of all these that they might use.
  package let hosts: Int
  package let cores: Int
  /// Of each rank.
  package let threads: Int
  /// Median over the steps.
  package let stepMilliseconds: Double
  /// Milliseconds of a step's phases by name.
  package let phases: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case ranks, hosts, cores, threads, phases, wire, precision, gflops
    case stepMilliseconds = "step_ms_median"
  }

  package init(
    shape: StepShape, wire: WireFormat, isPlainStep: Bool, ranks: Int, hosts: Int, cores: Int, threads: Int,
    stepMilliseconds: Double, phases: [String: Double]
  ) {
    self.shape = shape
    self.wire = wire
    self.isPlainStep = isPlainStep
    self.ranks = ranks
    self.hosts = hosts
    self.cores = cores
    self.threads = threads
    self.stepMilliseconds = stepMilliseconds
    self.phases = phases
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    shape = try StepShape(from: decoder)
    wire = try values.decode(WireFormat.self, forKey: .wire)
    let precision = try values.decodeIfPresent(String.self, forKey: .precision) ?? "fp32"
    // The operations of a head are not counted, so that its steps have no rate.
    isPlainStep = try precision == "fp32" && values.decodeIfPresent(Double.self, forKey: .gflops) != nil
    ranks = try values.decode(Int.self, forKey: .ranks)
    hosts = try values.decode(Int.self, forKey: .hosts)
    cores = try values.decode(Int.self, forKey: .cores)
    threads = try values.decode(Int.self, forKey: .threads)
    stepMilliseconds = try values.decode(Double.self, forKey: .stepMilliseconds)
    phases = try values.decode([String: Double].self, forKey: .phases)
  }
}
