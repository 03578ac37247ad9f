import MPI
import Sampling
import Tensor

/// The matrix products of one step of the embedding network and nothing else, dealt to the ranks as data parallelism
/// deals them: what no step can be faster than with this library.
final class ProductFloor {
  private let layers: [Layer]
  private let similarities: [(left: Matrix, right: Matrix, result: Matrix)]

  /// A fully connected layer with its weight `[out, in]` and the rows of this rank.
  private struct Layer {
    let input, weight, output, weightGradient: Matrix
    let givesInputGradient: Bool

    init(rows: Int, inputColumns: Int, outputColumns: Int, givesInputGradient: Bool) {
      input = Matrix.ones(rows, inputColumns)
      weight = Matrix.ones(outputColumns, inputColumns)
      output = Matrix.ones(rows, outputColumns)
      weightGradient = Matrix(rows: outputColumns, columns: inputColumns)
      self.givesInputGradient = givesInputGradient
    }

    func run() {
      multiply(.plain(input), .transposed(weight), into: output)
      multiply(.transposed(output), .plain(input), into: weightGradient)
      // The gradient overwrites the input, whose numbers do not matter.
      if givesInputGradient { multiply(.plain(output), .plain(weight), into: input) }
    }
  }

  init(_ shape: StepShape, rank: Int, ranks: Int) {
    let slice = shape.batch(seed: 0, poolImages: shape.images).slice(rank: rank, of: ranks)
    let (images, texts) = (slice.images.count, slice.texts.count)
    func layer(_ rows: Int, _ input: Int, _ output: Int, _ givesInputGradient: Bool) -> Layer {
      Layer(rows: rows, inputColumns: input, outputColumns: output, givesInputGradient: givesInputGradient)
    }
    layers =
      [layer(images, shape.imageColumns, shape.hidden, false)]
      + (shape.words == 0 ? [layer(texts, shape.textColumns, shape.hidden, false)] : [])
      + [images, texts].map { layer($0, shape.hidden, shape.embedding, true) }
    let all = (Matrix.ones(shape.images, shape.embedding), Matrix.ones(shape.texts, shape.embedding))
    similarities = [
      (all.1.rows(0..<texts), all.0), (all.0.rows(0..<images), all.1), (all.1.rows(0..<texts), all.1),
    ].map { ($0, $1, Matrix(rows: $0.rows, columns: $1.rows)) }
  }

  func run() {
    for layer in layers { layer.run() }
    for (left, right, result) in similarities { multiply(.plain(left), .transposed(right), into: result) }
  }
}

extension Matrix {
  /// Small numbers, so that products in a row stay far from infinity.
  fileprivate static func ones(_ rows: Int, _ columns: Int) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    matrix.fill(1e-3)
    return matrix
  }
}
