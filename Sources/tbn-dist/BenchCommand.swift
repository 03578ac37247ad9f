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

  @Option(help: "Images in a global batch.")
  var images = 500
  @Option(help: "Sentences of each image.")
  var sentences = 2
  @Option(help: "Numbers of an image's features.")
  var imageDimensions = 4096
  @Option(help: "Numbers of a sentence's features.")
  var textDimensions = 6000
  @Option(help: "Words of a sentence: its features are then that many non-zeros; 0: dense features.")
  var words = 0
  @Option(help: "Width of the hidden layers.")
  var hidden = 2048
  @Option(help: "Width of the embedding space.")
  var embedding = 512
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
  @Option(help: "Steps timed, after three that are not.")
  var steps = 10
  @Option(help: "Threads of each rank; 0: its share of the cores.")
  var threads = 0
  @Flag(inversion: .prefixedNo, help: "Time the step's bare matrix products too, between the steps.")
  var floor = true
  @Flag(help: "One JSON object instead of text.")
  var json = false

  func validate() throws {
    let least =
      [
        images, sentences, imageDimensions, textDimensions, hidden, embedding, headHidden, headOutput,
        negatives, hardCandidates, steps,
      ].min() ?? 0
    guard least >= 1 else { throw ValidationError("a count is \(least); expected at least 1") }
    try negativeChoice.require(candidates: hardCandidates, for: negatives)
    guard words >= 0, words <= textDimensions else {
      throw ValidationError("--words is \(words); expected 0 to \(textDimensions), the text dimensions")
    }
  }

  private var shape: StepShape {
    StepShape(
      images: images, sentences: sentences, imageColumns: imageDimensions, textColumns: textDimensions,
      words: words, hidden: hidden, embedding: embedding)
  }

  func run() throws {
    let command = self
    withWorld { world in
      let precision = try command.precision.resolved(on: world)
      let threads = try Trainer.setThreads(command.threads, world: world)
      let benchmark = try StepBenchmark(
        command.shape,
        head: HeadShape(
          command.model, embedding: command.embedding, hidden: command.headHidden, output: command.headOutput),
        negatives: NegativeRule(
          count: command.negatives, choice: command.negativeChoice, candidates: command.hardCandidates),
        arithmetic: StepArithmetic(precision: precision, wire: command.wire), world: world)
      let timing = try benchmark.run(steps: command.steps, threads: threads, floor: command.floor)
      if world.isRoot { print(command.json ? try timing.json() : timing.description) }
      return .done
    }
  }
}
