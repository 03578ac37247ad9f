import Random
import Sampling
import Tensor
import TwoBranch

/// Made-up features in memory, of which every step takes other rows.
final class FeaturePool {
  /// Rows of two batches, whatever the rank: enough that none is still in the processor's caches.
  let images: Int
  private let shape: StepShape
  private let imageRows: Matrix
  private let textRows: Matrix?
  private let words: SparseMatrix?

  init(_ shape: StepShape) {
    self.shape = shape
    images = 2 * shape.images
    // A window of the rows stands for all of them: pools of many ranks would not fit into the memory of a node.
    imageRows = Self.rows(min(images, 1024), columns: shape.imageColumns, index: 0)
    let texts = images * shape.sentences
    let isDense = shape.words == 0
    textRows = isDense ? Self.rows(min(texts, 1024), columns: shape.textColumns, index: 1) : nil
    words = isDense ? nil : Self.sparseRows(texts, columns: shape.textColumns, words: shape.words)
  }

  /// The features of a rank's slice.
  ///
  /// - Parameter places: where dense rows go.
  func inputs(_ batch: GlobalBatch, _ slice: BatchSlice, into places: Sides<Matrix?>) -> Sides<BranchInput> {
    let texts = batch.texts[slice.texts]
    if let place = places.image { gather(batch.images[slice.images], of: imageRows, into: place) }
    if let place = places.text, let textRows { gather(texts, of: textRows, into: place) }
    let image = places.image.map(BranchInput.dense)
    let text = places.text.map(BranchInput.dense) ?? words.map { .sparse($0.gatherRows(texts.map(Int.init))) }
    guard let image, let text else { preconditionFailure("no place for dense rows") }
    return Sides(image: image, text: text)
  }

  private func gather(_ rows: ArraySlice<Int32>, of pool: Matrix, into place: Matrix) {
    for (number, row) in rows.enumerated() {
      let source = Int(row) % pool.rows
      place.rows(number..<number + 1).copy(from: pool.rows(source..<source + 1))
    }
  }

  private static func rows(_ count: Int, columns: Int, index: Int) -> Matrix {
    let matrix = Matrix(rows: count, columns: columns)
    for row in 0..<count {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: index, index: row)
      for column in 0..<columns { matrix.pointer[row * columns + column] = stream.nextUniform() * 2 - 1 }
    }
    return matrix
  }

  private static func sparseRows(_ count: Int, columns: Int, words: Int) -> SparseMatrix {
    var matrix = SparseMatrix(columns: columns)
    for row in 0..<count {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: 2, index: row)
      let chosen = Set((0..<words).map { _ in Int32(stream.nextIndex(below: columns)) }).sorted()
      matrix.appendRow(columns: chosen[...], values: chosen.map { _ in 1 / Float(words).squareRoot() }[...])
    }
    return matrix
  }
}
