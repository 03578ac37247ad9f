import Foundation
import Tensor

/// The similarity network's loss: the mean over the pairs of the GLOBAL batch of `log(1 + exp(-label * score))`,
/// with labels +1 for true pairs and -1 for others.
/// Source: Wang et al., TPAMI 2019, section 3.3.
package struct LogisticLoss: Sendable {
  package init() {}

  /// Scores some pairs of a batch. The sums over a partition of the pairs add up to the batch's loss.
  ///
  /// - Parameters:
  ///   - scores: `[P, 1]`.
  ///   - labels: `[P]`, each +1 or -1.
  ///   - globalPairs: pairs of the whole batch.
  ///   - gradient: `[P, 1]`, receives the gradient with respect to the scores; may be `scores`.
  package func evaluate(
    scores: Matrix, labels: ArraySlice<Float>, globalPairs: Int, gradient: Matrix
  ) -> LogisticLossSums {
    precondition(scores.rows == labels.count && gradient.count == scores.count && scores.columns == 1)
    var sums = LogisticLossSums()
    sums.pairs = labels.count
    for (row, label) in labels.enumerated() {
      let margin = Double(label) * Double(scores.pointer[row])
      // exp of what is never above zero: neither side overflows.
      let tail = exp(-abs(margin))
      sums.loss += (max(0, -margin) + log1p(tail)) / Double(globalPairs)
      if margin > 0 { sums.correctPairs += 1 }
      let miss = (margin > 0 ? tail : 1) / (1 + tail)
      gradient.pointer[row] = Float(-Double(label) * miss / Double(globalPairs))
    }
    return sums
  }
}
