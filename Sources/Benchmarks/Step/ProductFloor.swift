import MPI
import Sampling
import Tensor

/// The matrix products of one step of the embedding network and nothing else, dealt to the ranks as data parallelism
/// deals them: what no step can be faster than with this library.
final class ProductFloor {
  private let layers: [Layer]
  private let similarities: [(left: Factor, right: Factor, result: Matrix)]

  /// A fully connected layer with its weight `[out, in]` and the rows of this rank.
  private struct Layer {
    let input, weight, gradient: Factor
    let output, weightGradient: Matrix
    /// Nil where the input needs no gradient.
    let inputGradient: Matrix?

    init(rows: Int, inputColumns: Int, outputColumns: Int, givesInputGradient: Bool, _ precision: Precision) {
      input = Factor.small(rows, inputColumns, precision)
      weight = Factor.small(outputColumns, inputColumns, precision)
      gradient = Factor.small(rows, outputColumns, precision)
      output = Matrix(rows: rows, columns: outputColumns)
      weightGradient = Matrix(rows: outputColumns, columns: inputColumns)
      inputGradient = givesInputGradient ? Matrix(rows: rows, columns: inputColumns) : nil
    }

    func run() {
      multiply(.plain(input), .transposed(weight), into: output)
      multiply(.transposed(gradient), .plain(input), into: weightGradient)
      if let inputGradient { multiply(.plain(gradient), .plain(weight), into: inputGradient) }
    }
  }

  init(_ shape: StepShape, _ precision: Precision, rank: Int, ranks: Int) {
    let slice = shape.batch(seed: 0, poolImages: shape.images).slice(rank: rank, of: ranks)
    let (images, texts) = (slice.images.count, slice.texts.count)
    func layer(_ rows: Int, _ input: Int, _ output: Int, _ givesInputGradient: Bool) -> Layer {
      Layer(
        rows: rows, inputColumns: input, outputColumns: output, givesInputGradient: givesInputGradient,
        precision)
    }
    layers =
      [layer(images, shape.imageColumns, shape.hidden, false)]
      + (shape.words == 0 ? [layer(texts, shape.textColumns, shape.hidden, false)] : [])
      + [images, texts].map { layer($0, shape.hidden, shape.embedding, true) }
    // The step's own similarities are of single precision whatever the rest is.
    let all = [shape.images, shape.texts].map { Factor.small($0, shape.embedding, .fp32) }
    similarities = [
      (all[1].rows(0..<texts), all[0]), (all[0].rows(0..<images), all[1]), (all[1].rows(0..<texts), all[1]),
    ].map { ($0, $1, Matrix(rows: $0.rows, columns: $1.rows)) }
  }

  func run() {
    for layer in layers { layer.run() }
    for (left, right, result) in similarities { multiply(.plain(left), .transposed(right), into: result) }
  }
}

extension Factor {
  /// Small numbers.
  fileprivate static func small(_ rows: Int, _ columns: Int, _ precision: Precision) -> Factor {
    let matrix = Matrix(rows: rows, columns: columns)
    matrix.fill(1e-3)
    guard precision == .bf16 else { return .single(matrix) }
    let memory = FloatBuffer(count: (matrix.count + 1) / 2)
    let halves = UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: UInt16.self)
    let rounded = BFloat16Matrix(rows: rows, columns: columns, pointer: halves, owner: memory)
    rounded.round(matrix)
    return .bfloat16(rounded)
  }
}
