import Sampling
import Tensor

/// The embedding network's loss: max-margin ranking both ways, with neighbourhood constraints.
///
/// Each term is the mean, over the (anchor, positive) pairs of the GLOBAL batch, of the mean of the K largest hinges
/// `max(0, margin + d(anchor, positive) - d(anchor, negative))`, zeros included. Since the hinges of an anchor share
/// their positive distance, the K largest are those of the K nearest negatives. With fewer than K negatives the
/// mean is over those there are. `d(a, b) = sqrt(max(0, |a|^2 - 2ab + |b|^2) + 1e-4)`.
/// Source: Wang et al., TPAMI 2019, equations 1 to 5, with the constants of the authors' code.
package struct RankingLoss: Sendable {
  package let margin: Float
  /// K.
  package let topViolations: Int
  package let weights: RankingTerms<Float>

  package init(margin: Float, topViolations: Int, weights: RankingTerms<Float>) {
    precondition(topViolations > 0)
    self.margin = margin
    self.topViolations = topViolations
    self.weights = weights
  }

  /// Scores some anchors against the whole global batch.
  ///
  /// - Parameters:
  ///   - images: `[B, E]`, the embeddings of the global batch; `texts` `[N, E]`.
  ///   - anchors: positions whose terms are evaluated here. The sums over a partition of the batch add up to the
  ///     batch's loss and gradient.
  ///   - imageGradients: `[B, E]`, receives (is added) this part of the gradient; `textGradients` `[N, E]`.
  package func evaluate(
    images: Matrix, texts: Matrix, links: BatchLinks, anchors: BatchSlice, imageGradients: Matrix,
    textGradients: Matrix
  ) -> RankingLossSums {
    let imageSet = EmbeddingSet(images, gradients: imageGradients)
    let textSet = EmbeddingSet(texts, gradients: textGradients)
    func term(
      _ name: WritableKeyPath<RankingTerms<Float>, Float>, anchors set: EmbeddingSet, _ range: Range<Int>,
      candidates: EmbeddingSet, positives: PositionLists, ignored: PositionLists?,
      _ choice: RankingTerm.PositiveChoice
    ) -> RankingTerm.Sum {
      guard weights[keyPath: name] != 0 else { return RankingTerm.Sum() }
      let term = RankingTerm(
        margin: margin, topViolations: topViolations, weight: weights[keyPath: name], choice: choice,
        anchors: set, candidates: candidates, positives: positives, ignored: ignored)
      return term.evaluate(range)
    }
    return RankingLossSums(
      terms: RankingTerms(
        sentenceAnchor: term(
          \.sentenceAnchor, anchors: textSet, anchors.texts, candidates: imageSet,
          positives: links.imagesOfText, ignored: links.ambiguous?.imagesOfText, .every),
        imageAnchor: term(
          \.imageAnchor, anchors: imageSet, anchors.images, candidates: textSet,
          positives: links.textsOfImage, ignored: links.ambiguous?.textsOfImage, .every),
        imageNeighbors: term(
          \.imageNeighbors, anchors: imageSet, anchors.images, candidates: imageSet,
          positives: links.neighborImages, ignored: links.ambiguous?.neighborImages, .farthest),
        sentenceNeighbors: term(
          \.sentenceNeighbors, anchors: textSet, anchors.texts, candidates: textSet,
          positives: links.neighborTexts, ignored: links.ambiguous?.neighborTexts, .farthest)),
      weights: weights)
  }
}
