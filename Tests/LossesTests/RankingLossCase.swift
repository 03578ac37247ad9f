import Losses
import Sampling
import Tensor
import TestSupport

/// A batch, embeddings and a loss to evaluate on them.
struct RankingLossCase {
  let batchCase: BatchCase
  let images: Matrix
  let texts: Matrix
  let loss: RankingLoss

  static let termWeights: [[Float]] = [
    [1.5, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0.7, 0], [0, 0, 0, 0.3], [1.5, 1, 0.7, 0.3],
  ]

  init(
    _ batchCase: BatchCase, weights: [Float], topViolations: Int, margin: Float = 0.3,
    negativeScope: NegativeRule.Scope = .batch, seed: UInt64 = 1
  ) {
    self.batchCase = batchCase
    images = Self.unitRows(batchCase.batch.images.count, seed: seed)
    texts = Self.unitRows(batchCase.batch.texts.count, seed: seed + 100)
    loss = RankingLoss(
      margin: margin, topViolations: topViolations, weights: RankingTerms(weights),
      negativeScope: negativeScope)
  }

  var whole: BatchSlice { batchCase.batch.slice(rank: 0, of: 1) }

  struct Outcome {
    let sums: RankingLossSums
    let imageGradients: Matrix
    let textGradients: Matrix

    /// Images, then texts.
    var gradient: [Float] { imageGradients.numbers + textGradients.numbers }
  }

  /// The sum over slices of the anchors.
  func evaluate(_ slices: [BatchSlice]) -> Outcome {
    let gradients = (Matrix(rows: images.rows, columns: 5), Matrix(rows: texts.rows, columns: 5))
    var numbers = [Double](repeating: 0, count: 6)
    for slice in slices {
      let part = loss.evaluate(
        images: images, texts: texts, links: batchCase.batchLinks, anchors: slice,
        imageGradients: gradients.0, textGradients: gradients.1)
      numbers = zip(numbers, part.numbers).map(+)
    }
    return Outcome(
      sums: RankingLossSums(numbers: numbers), imageGradients: gradients.0, textGradients: gradients.1)
  }

  var twin: RankingLossTwin.Sums {
    RankingLossTwin(loss).evaluate(images: DoubleMatrix(images), texts: DoubleMatrix(texts), batchCase)
  }

  /// Of the twin, with respect to images, then texts.
  var numericGradient: NumericGradient {
    let twin = RankingLossTwin(loss)
    let point = (images.numbers + texts.numbers).map(Double.init)
    return NumericGradient(at: point) { numbers in
      twin.evaluate(
        images: DoubleMatrix(rows: images.rows, columns: 5, values: Array(numbers.prefix(images.count))),
        texts: DoubleMatrix(rows: texts.rows, columns: 5, values: Array(numbers.dropFirst(images.count))),
        batchCase
      ).loss
    }
  }

  private static func unitRows(_ rows: Int, seed: UInt64) -> Matrix {
    let matrix = Matrix.random(rows: rows, columns: 5, seed: seed)
    for row in 0..<rows {
      let length = (0..<5).reduce(0) { $0 + matrix[row, $1] * matrix[row, $1] }.squareRoot()
      for column in 0..<5 { matrix[row, column] /= length }
    }
    return matrix
  }
}
