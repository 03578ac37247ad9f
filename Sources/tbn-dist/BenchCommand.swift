import Benchmarks
import ArgumentParser
import DataParallel
import Failures
import MPI
import Sampling
import Tensor
import Training
import TwoBranch

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training steps on made-up features of a given shape; under mpirun.")

  @OptionGroup var shape: ShapeOptions
  @Option(help: "embedding or similarity.")
  var model = ModelKind.embedding
  @Option(help: "Similarity network: width of the head's first layer.")
  var headHidden = 1024
  @Option(help: "Similarity network: width of the head's second layer.")
  var headOutput = 256
  @Option(help: "Similarity network: negative pairs for each positive one.")
  var negatives = 2
  @Option(help: "Similarity network: random negatives, or the hardest of those drawn.")
  var negativeChoice = NegativeRule.Choice.random
  @Option(help: "Similarity network: negatives drawn for each positive pair where the hardest are chosen.")
  var hardCandidates = 10
  @Option(help: "What products read: fp32, fp32-fast, bf16 (8 bits), or auto; see 'train --help'.")
  var precision = PrecisionChoice.fp32
  @Option(help: "How gradients travel between nodes: fp32, or bf16 (half the bytes, rounded to 8 bits).")
  var wire = WireFormat.fp32
  @Flag(help: "The same bits at every number of ranks; see 'train --help'.")
  var reproducible = false
  @Option(help: "Blocks of a batch that are fixed with --reproducible.")
  var reproducibleBlocks = 8
  @Option(help: "Steps timed, after three that are not.")
  var steps = 10
  @Option(help: "Threads of each rank; 0: its share of the cores.")
  var threads = 0
  @Flag(inversion: .prefixedNo, help: "Time the step's bare matrix products too, between the steps.")
  var floor = true
  @Flag(help: "Compare what the ranks are about to do before each collective.")
  var checkCollectives = false
  @Flag(help: "One JSON object instead of text.")
  var json = false

  func validate() throws {
    let least = [headHidden, headOutput, negatives, hardCandidates, steps].min() ?? 0
    guard least >= 1 else { throw ValidationError("a count is \(least); expected at least 1") }
    try negativeChoice.require(candidates: hardCandidates, for: negatives)
    _ = try reproducibility()
  }

  private func reproducibility() throws -> Reproducibility? {
    reproducible ? try Reproducibility(blocks: reproducibleBlocks, wire: wire, threads: threads) : nil
  }

  func run() throws {
    let command = self
    let reproducibility = try reproducibility()
    withWorld(checksCollectives: checkCollectives) { world in
      let precision = try command.precision.resolved(on: world)
      try reproducibility?.require(precision, on: world)
      let threads = try ThreadChoice.take(reproducibility == nil ? command.threads : 1, world: world).count
      let benchmark = try StepBenchmark(
        command.shape.step(),
        head: HeadShape(
          command.model, embedding: command.shape.embedding, hidden: command.headHidden,
          output: command.headOutput),
        negatives: NegativeRule(
          count: command.negatives, choice: command.negativeChoice, candidates: command.hardCandidates),
        arithmetic: StepArithmetic(
          precision: precision, wire: command.wire, fixedBlocks: reproducibility?.blocks),
        world: world)
      let timing = try benchmark.run(steps: command.steps, threads: threads, floor: command.floor)
      if world.isRoot { print(command.json ? try timing.json() : timing.description) }
      return .done
    }
  }
}
