/// What `tbn-dist bench --json` printed, as far as a scaling report needs it.
package struct BenchFigures: Decodable, Equatable, Sendable {
  package let ranks: Int
  /// Of each rank.
  package let threads: Int
  /// Median over the steps.
  package let stepMilliseconds: Double
  /// Milliseconds of a step's phases by name; empty where the program does not tell.
  package let phases: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case ranks, threads, phases
    case stepMilliseconds = "step_ms_median"
  }

  package init(ranks: Int, threads: Int, stepMilliseconds: Double, phases: [String: Double]) {
    self.ranks = ranks
    self.threads = threads
    self.stepMilliseconds = stepMilliseconds
    self.phases = phases
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    ranks = try values.decode(Int.self, forKey: .ranks)
    threads = try values.decode(Int.self, forKey: .threads)
    stepMilliseconds = try values.decode(Double.self, forKey: .stepMilliseconds)
    phases = try values.decodeIfPresent([String: Double].self, forKey: .phases) ?? [:]
  }
}
