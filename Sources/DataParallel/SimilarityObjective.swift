import Losses
import Sampling
import Tensor
import TwoBranch

/// The similarity network's objective: the logistic loss of the head's scores of a batch's pairs.
package struct SimilarityObjective {
  package var head: SimilarityHead
  package let negatives: NegativeRule
  private let loss = LogisticLoss()

  package init(head: SimilarityHead, negatives: NegativeRule) {
    self.head = head
    self.negatives = negatives
  }

  /// Scores a rank's pairs. A collective through `sum`.
  ///
  /// - Parameters:
  ///   - embeddings: `[B, E]` and `[N, E]`, of the global batch.
  ///   - pairs: that are evaluated here.
  ///   - gradients: the shapes of `embeddings`; receive (are added) what these pairs ask of every embedding.
  ///   - headGradients: receives this part of the head's gradients.
  ///   - sum: adds up a list over all that evaluate parts of these pairs.
  package mutating func evaluate(
    _ embeddings: Sides<Matrix>, pairs: PairRun, gradients: Sides<Matrix>,
    headGradients: HeadParameters, sum: SimilarityHead.SumOverRanks
  ) throws -> LogisticLossSums {
    let features = features(of: Array(0..<pairs.count), pairs, embeddings)
    let forward = try head.forward(features, globalRows: pairs.globalCount, sum: sum)
    let scoreGradient = Matrix(rows: pairs.count, columns: 1)
    let sums = loss.evaluate(
      scores: forward.scores, labels: pairs.labels[...], globalPairs: pairs.globalCount,
      gradient: scoreGradient)
    let featureGradient = try head.backward(
      forward, scoreGradient: scoreGradient, gradients: headGradients, sum: sum)
    for pair in 0..<pairs.count {
      let (image, text) = Self.rows(of: pair, pairs, embeddings)
      let (imageGradient, textGradient) = Self.rows(of: pair, pairs, gradients)
      let pull = featureGradient.pointer + pair * features.columns
      Self.addProduct(pull, text, to: imageGradient, count: features.columns)
      Self.addProduct(pull, image, to: textGradient, count: features.columns)
    }
    return sums
  }

  /// The products of the embeddings of some pairs, `[pairs, E]`.
  func features(of chosen: [Int], _ pairs: PairRun, _ embeddings: Sides<Matrix>) -> Matrix {
    let features = Matrix(rows: chosen.count, columns: head.shape.embedding)
    for (row, pair) in chosen.enumerated() {
      let (image, text) = Self.rows(of: pair, pairs, embeddings)
      Self.multiply(image, text, into: features.pointer + row * features.columns, count: features.columns)
    }
    return features
  }

  private static func rows(
    of pair: Int, _ pairs: PairRun, _ matrices: Sides<Matrix>
  ) -> (image: UnsafeMutablePointer<Float>, text: UnsafeMutablePointer<Float>) {
    (
      matrices.image.pointer + Int(pairs.images[pair]) * matrices.image.columns,
      matrices.text.pointer + Int(pairs.texts[pair]) * matrices.text.columns
    )
  }

  private static func multiply(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    for index in 0..<count { result[index] = left[index] * right[index] }
  }

  private static func addProduct(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    for index in 0..<count { result[index] += left[index] * right[index] }
  }
}
