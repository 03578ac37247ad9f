import Benchmarks
import DataParallel
import Scaling
import Training

/// Measurements whose report is known: steps and phases are chosen, not timed.
enum ScalingCase {
  static func run(
    _ mode: ScalingMode = .strong, ranks: Int, images: Int, step: Double, cores: Int = 4, hosts: Int = 1,
    threads: Int = 1, options: String = "--threads 1", wire: WireFormat = .fp32, isPlainStep: Bool = true,
    phases: [String: Double] = [:]
  ) -> Measurement {
    let shape = StepShape(
      images: images, sentences: 2, imageColumns: 4096, textColumns: 6000, words: 0, hidden: 2048,
      embedding: 512)
    return Measurement(
      mode: mode, round: 1, ranks: ranks, images: images, options: options,
      bench: BenchFigures(
        shape: shape, wire: wire, isPlainStep: isPlainStep, ranks: ranks, hosts: hosts, cores: cores,
        threads: threads, stepMilliseconds: step, phases: phases), status: nil)
  }

  static func failure(_ mode: ScalingMode = .strong, ranks: Int, images: Int) -> Measurement {
    Measurement(
      mode: mode, round: 1, ranks: ranks, images: images, options: "--threads 1", bench: nil, status: 137)
  }

  /// Four cores; strong on 1, 2 and 8 ranks with a failed run on 2, weak on 1 and 2.
  static let both = [
    run(ranks: 1, images: 400, step: 400, phases: ["forward": 250, "reduce": 0, "update": 150]),
    run(ranks: 2, images: 400, step: 260, phases: ["forward": 150, "reduce": 30, "update": 80]),
    run(ranks: 8, images: 400, step: 200, phases: ["forward": 90, "gather": 60, "reduce": 50]),
    run(.weak, ranks: 1, images: 100, step: 90), run(.weak, ranks: 2, images: 200, step: 100),
    run(ranks: 1, images: 400, step: 420, phases: ["forward": 260, "reduce": 0, "update": 160]),
    run(ranks: 1, images: 400, step: 390, phases: ["forward": 240, "reduce": 0, "update": 150]),
    run(ranks: 2, images: 400, step: 240, phases: ["forward": 150, "reduce": 10, "update": 80]),
    failure(ranks: 2, images: 400),
  ]
}
