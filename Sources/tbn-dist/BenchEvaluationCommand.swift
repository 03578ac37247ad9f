import Benchmarks
import ArgumentParser
import MPI
import Training

struct BenchEvaluationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-evaluation",
    abstract: "Time the evaluation of made-up embeddings beside bare matrix products; under mpirun.",
    discussion: """
      Needs memory for all similarities, shared by the ranks: that is the one large product's. The peak memory \
      told is that of the evaluation.
      """)

  @Option(help: "Images.")
  var images = 5000
  @Option(help: "Captions of each image.")
  var captionsPerImage = 5
  @Option(help: "Width of the embedding space.")
  var embedding = 512
  @Option(help: "Rounds timed, after one that is not.")
  var repeats = 5
  @Option(help: "Threads of each rank; 0: its share of the cores.")
  var threads = 0
  @Flag(help: "One JSON object instead of text.")
  var json = false

  func validate() throws {
    let least = min(images, captionsPerImage, embedding, repeats)
    guard least >= 1 else { throw ValidationError("a count is \(least); expected at least 1") }
    guard threads >= 0 else { throw ValidationError("--threads is \(threads); expected at least 0") }
  }

  func run() throws {
    let command = self
    withWorld { world in
      let threads = try ThreadChoice.take(command.threads, world: world).count
      let benchmark = try EvaluationBenchmark(
        images: command.images, captionsPerImage: command.captionsPerImage, embedding: command.embedding,
        world: world)
      let timing = try benchmark.run(repeats: command.repeats, threads: threads)
      if world.isRoot { print(command.json ? try timing.json() : timing.description) }
      return .done
    }
  }
}
