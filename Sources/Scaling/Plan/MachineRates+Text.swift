import Benchmarks
import Foundation

extension MachineRates: CustomStringConvertible {
  package var description: String {
    let text = String(
      format: "a rank: %.1f GFLOP/s (half of it with %.0f rows), %.1f GB/s of memory, %.1f us within a node",
      flops / 1e9, halfRateRows, memoryBandwidth / 1e9, nodeLatency * 1e6)
    guard let link else { return text }
    return text
      + String(format: "; between nodes %.1f us, %.2f Gbit/s", link.latency * 1e6, link.bandwidth * 8 / 1e9)
  }

  /// For a program.
  package var record: [String: Double] {
    var record = [
      "gflops": flops / 1e9, "half_rate_rows": halfRateRows, "memory_gb_per_second": memoryBandwidth / 1e9,
      "node_latency_us": nodeLatency * 1e6,
    ]
    record["latency_us"] = link.map { $0.latency * 1e6 }
    record["gbit_per_second"] = link.map { $0.bandwidth * 8 / 1e9 }
    return record
  }
}
