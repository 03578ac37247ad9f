// Shapes: I images, C captions, E embedding dimensions.
import Training
import Evaluation
import Foundation
import MPI
import Random
import Sampling
import Tensor
import TwoBranch

/// The evaluation of made-up embeddings beside the bare matrix products that it cannot do without.
package struct EvaluationBenchmark {
  private let world: World
  private let rules: RetrievalProtocol
  /// `[I, E]` and `[C, E]` of length 1, on every rank the same.
  private let embeddings: Sides<Matrix>
  private let own: Range<Int>

  /// A collective over all ranks.
  package init(images: Int, captionsPerImage: Int, embedding: Int, world: World) throws {
    self.world = world
    let captions = images * captionsPerImage
    rules = try RetrievalProtocol(
      Links(imageCount: images, imageOfText: (0..<captions).map { $0 / captionsPerImage }), folds: 1)
    embeddings = Sides(
      image: Self.unitRows(images, columns: embedding, index: 3),
      text: Self.unitRows(captions, columns: embedding, index: 4))
    own = World?.some(world).share(of: images)
  }

  /// Times all of them in turn, so that what else the machine does falls on each alike; once before without timing. A
  /// collective.
  package func run(repeats: Int, threads: Int) throws -> EvaluationTiming {
    try evaluate()
    // Before the one large product, which needs more memory than all else.
    let peak = try world.communicator.allReduce(peakMemoryBytes(), .maximum)
    let whole = Matrix(rows: own.count, columns: embeddings.text.rows)
    var evaluation: [Double] = []
    var tiles: [Double] = []
    var product: [Double] = []
    for _ in 0..<repeats {
      evaluation.append(try milliseconds(evaluate))
      tiles.append(try milliseconds(multiplyTiles))
      product.append(try milliseconds { multiplyAll(into: whole) })
    }
    return EvaluationTiming(
      images: embeddings.image.rows, captions: embeddings.text.rows, embedding: embeddings.image.columns,
      ranks: world.size, threads: threads, evaluation: evaluation, tiles: tiles, product: product,
      peakBytes: peak)
  }

  private func evaluate() throws {
    _ = RetrievalReport(rules, folds: try RetrievalReport.compare(embeddings, rules, world: world))
  }

  /// This rank's products in the tiles of the evaluation, which overwrite each other.
  private func multiplyTiles() {
    let tile = RetrievalTile.standard
    _ = ThreadedParts.map(own) { part in
      let memory = Matrix(rows: 1, columns: tile.images * tile.captions)
      tile.forEach(images: part, captionCount: embeddings.text.rows) { images, captions in
        multiply(
          .plain(embeddings.image.rows(images)), .transposed(embeddings.text.rows(captions)),
          into: Matrix(rows: images.count, columns: captions.count, pointer: memory.pointer, owner: nil))
      }
      withExtendedLifetime(memory) {}
    }
  }

  /// This rank's products by one call.
  private func multiplyAll(into result: Matrix) {
    multiply(.plain(embeddings.image.rows(own)), .transposed(embeddings.text), into: result)
  }

  /// Until the last rank is done. A collective.
  private func milliseconds(_ body: () throws -> Void) throws -> Double {
    try world.communicator.barrier()
    let start = ContinuousClock.now
    try body()
    try world.communicator.barrier()
    return (ContinuousClock.now - start).seconds * 1e3
  }

  private static func unitRows(_ rows: Int, columns: Int, index: Int) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: index, index: row)
      let numbers = (0..<columns).map { _ in stream.nextNormal() }
      let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for column in 0..<columns { matrix[row, column] = numbers[column] / length }
    }
    return matrix
  }
}
