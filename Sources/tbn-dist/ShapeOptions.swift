import Benchmarks
import ArgumentParser
import Training

/// The sizes of a step, of `bench` and of `plan`.
struct ShapeOptions: ParsableArguments {
  @Option(help: "Images in a global batch; of a plan in strong scaling.")
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

  func validate() throws {
    let counts = [images, sentences, imageDimensions, textDimensions, hidden, embedding]
    // Products of three of them are counted.
    guard counts.allSatisfy({ $0 >= 1 && $0 <= 1 << 20 }) else {
      throw ValidationError(
        "a count is \(counts.first { $0 < 1 || $0 > 1 << 20 } ?? 0); expected 1 to \(1 << 20)")
    }
    guard words >= 0, words <= textDimensions else {
      throw ValidationError("--words is \(words); expected 0 to \(textDimensions), the text dimensions")
    }
  }

  /// - Parameter other: images in the place of `--images`.
  func step(images other: Int? = nil) -> StepShape {
    StepShape(
      images: other ?? images, sentences: sentences, imageColumns: imageDimensions,
      textColumns: textDimensions, words: words, hidden: hidden, embedding: embedding)
  }
}
