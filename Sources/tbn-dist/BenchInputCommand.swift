import Benchmarks
import ArgumentParser
import Datasets
import Failures
import Foundation
import MPI
import NPY
import Training

struct BenchInputCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-input",
    abstract: "Time how long steps wait for their features, from made-up files; under mpirun.",
    discussion: """
      Compares steps that do not read, that read when they begin, that have the system fetch their rows a step ahead,
      and that find them read by a thread, as in training. The work of a step is matrix products.
      """)

  @Option(help: "Images in a global batch.")
  var images = 500
  @Option(help: "Sentences of each image.")
  var sentences = 2
  @Option(help: "Numbers of an image's features.")
  var imageDimensions = 4096
  @Option(help: "Numbers of a sentence's features.")
  var textDimensions = 6000
  @Option(help: "Images in the files.")
  var rows = 4000
  @Option(help: "float16 or float32.")
  var type = StoredType.float32
  @Option(help: "Of images' and sentences' features: none, l2 or standardize.")
  var preparation = FeaturePreparationKind.standardize
  @Option(help: "Steps of each way, which take turns after every four.")
  var steps = 20
  @Option(help: "Milliseconds of a step's work.")
  var stepMs = 420.0
  @Option(help: "Where the files are written, and removed afterwards; without it where temporary files go.")
  var directory: String?
  @Flag(help: "Drop the files from memory before each step, so that it reads from the disk.")
  var cold = false
  @Flag(help: "One JSON object instead of text.")
  var json = false

  enum StoredType: String, CaseIterable, ExpressibleByArgument {
    case float16, float32

    var element: NPYElementType { self == .float16 ? .float16 : .float32 }
  }

  func validate() throws {
    let least = [images, sentences, imageDimensions, textDimensions, steps].min() ?? 0
    guard least >= 1 else { throw ValidationError("a count is \(least); expected at least 1") }
    guard rows >= images else {
      throw ValidationError("--rows is \(rows); expected at least the \(images) of --images")
    }
    guard stepMs > 0, stepMs.isFinite else {
      throw ValidationError("--step-ms is \(stepMs); expected a number above 0")
    }
  }

  func run() throws {
    let command = self
    withWorld { world in
      let threads = try ThreadChoice.take(0, world: world).count
      let features = try command.features(world)
      defer { if world.isRoot { features.remove() } }
      try world.onRoot { try features.write() }
      let benchmark = try InputBenchmark(
        features, batchImages: command.images, sentences: command.sentences, preparation: command.preparation,
        stepMilliseconds: command.stepMs, world: world)
      let timing = try benchmark.run(steps: command.steps, cold: command.cold, threads: threads)
      if world.isRoot { print(command.json ? try timing.json() : timing.description) }
      return .done
    }
  }

  /// In a directory that is named by rank 0's process.
  private func features(_ world: World) throws -> MadeUpFeatures {
    let parent = directory ?? NSTemporaryDirectory()
    let number = try world.communicator.broadcast([Int(getpid())])
    return MadeUpFeatures(
      directory: "\(parent)/tbn-dist-bench-input-\(number[0])",
      MadeUpFeatures.Shape(
        images: rows, sentences: sentences, imageColumns: imageDimensions, textColumns: textDimensions,
        elementType: type.element))
  }
}
