import Losses
import MPI
import Sampling
import Tensor
import TwoBranch

/// The similarity network's loss: the logistic loss of the head's scores of a batch's pairs.
package struct SimilarityLoss {
  package internal(set) var scorer: SimilarityHead
  package let negatives: NegativeRule
  private let loss = LogisticLoss()

  package init(head: SimilarityHead, negatives: NegativeRule) {
    scorer = head
    self.negatives = negatives
  }

  /// Scores a rank's pairs. A collective through `sum`.
  ///
  /// - Parameters:
  ///   - embeddings: `[B, E]` and `[N, E]`, of the global batch.
  ///   - pairs: that are evaluated here, of each block, at least one.
  ///   - gradients: for each block, of the shapes of `embeddings`; receive (are added) the gradient of its
  ///     pairs' part of the loss with respect to every embedding.
  ///   - headGradients: for each block, receive its part of the head's gradients.
  ///   - sum: adds up lists of blocks over all that evaluate parts of these pairs.
  /// - Returns: for each block its part of the loss.
  package mutating func evaluate(
    _ embeddings: Sides<Matrix>, pairs: [PairRun], gradients: [Sides<Matrix>],
    headGradients: [ParameterViews], sum: SimilarityHead.SumOfBlocks
  ) throws -> [LogisticLossSums] {
    let blocks = contiguousRanges(pairs.map(\.count))
    let features = Matrix(rows: pairs.reduce(0) { $0 + $1.count }, columns: scorer.shape.embedding)
    for (block, run) in zip(blocks, pairs) {
      store(Array(0..<run.count), of: run, embeddings, into: features.rows(block))
    }
    let forward = try scorer.forward(features, blocks: blocks, globalRows: pairs[0].globalCount, sum: sum)
    let scoreGradient = Matrix(rows: features.rows, columns: 1)
    let sums = zip(blocks, pairs).map { block, run in
      loss.evaluate(
        scores: forward.scores.rows(block), labels: run.labels[...], globalPairs: run.globalCount,
        gradient: scoreGradient.rows(block))
    }
    let featureGradient = try scorer.backward(
      forward, scoreGradient: scoreGradient, gradients: headGradients, sum: sum)
    for (number, block) in blocks.enumerated() {
      pull(pairs[number], embeddings, by: featureGradient.rows(block), gradients: gradients[number])
    }
    return sums
  }

  /// Adds the gradient of pairs with respect to their embeddings.
  ///
  /// - Parameter features: `[pairs, E]`, the gradient with respect to the pairs' products.
  private func pull(
    _ pairs: PairRun, _ embeddings: Sides<Matrix>, by features: Matrix, gradients: Sides<Matrix>
  ) {
    for pair in 0..<pairs.count {
      let (image, text) = Self.rows(of: pair, pairs, embeddings)
      let (imageGradient, textGradient) = Self.rows(of: pair, pairs, gradients)
      let pull = features.pointer + pair * features.columns
      Self.addProduct(pull, text, to: imageGradient, count: features.columns)
      Self.addProduct(pull, image, to: textGradient, count: features.columns)
    }
  }

  /// Stores the products of the embeddings of some of a run's pairs, `[pairs, E]`.
  func store(_ chosen: [Int], of pairs: PairRun, _ embeddings: Sides<Matrix>, into features: Matrix) {
    precondition(features.rows == chosen.count)
    for (row, pair) in chosen.enumerated() {
      let (image, text) = Self.rows(of: pair, pairs, embeddings)
      Self.multiply(image, text, into: features.pointer + row * features.columns, count: features.columns)
    }
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
