import Sampling
import Tensor

/// The embedding network's loss: max-margin ranking both ways, with neighbourhood constraints.
///
/// Each term is the mean, over the (anchor, positive) pairs of the GLOBAL batch, of the mean of the K largest hinges
/// `max(0, margin + d(anchor, positive) - d(anchor, negative))`, zeros included. Since the hinges of an anchor share
/// their positive distance, the K largest are those of the K nearest negatives. With fewer than K negatives the
/// mean is over those there are. With `neighborhoodFirst` the K are the nearest of the anchor's own
/// neighbourhood, and the nearest of the rest of the batch only where it has fewer. `d(a, b) = sqrt(max(0, |a|^2 - 2ab + |b|^2) + 1e-4)`.
/// Source: Wang et al., TPAMI 2019, equations 1 to 5, with the constants of the authors' code.
package struct RankingLoss {
  package let margin: Float
  /// K.
  package let topViolations: Int
  package let weights: RankingTerms<Float>
  package let negativeScope: NegativeRule.Scope
  private let memory = ReusedMemory()

  package init(
    margin: Float, topViolations: Int, weights: RankingTerms<Float>,
    negativeScope: NegativeRule.Scope = .batch
  ) {
    precondition(topViolations > 0)
    self.margin = margin
    self.topViolations = topViolations
    self.weights = weights
    self.negativeScope = negativeScope
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
    let (fromImages, fromTexts) = (
      Anchors(imageSet, anchors.images, links.imageStarts), Anchors(textSet, anchors.texts, links.textStarts)
    )
    let unsure = links.ambiguous
    return RankingLossSums(
      terms: RankingTerms(
        sentenceAnchor: sum(
          weights.sentenceAnchor, fromTexts, to: fromImages, links.imagesOfText, unsure?.imagesOfText, .every),
        imageAnchor: sum(
          weights.imageAnchor, fromImages, to: fromTexts, links.textsOfImage, unsure?.textsOfImage, .every),
        imageNeighbors: sum(
          weights.imageNeighbors, fromImages, to: fromImages, links.neighborImages, unsure?.neighborImages,
          .farthest),
        sentenceNeighbors: sum(
          weights.sentenceNeighbors, fromTexts, to: fromTexts, links.neighborTexts, unsure?.neighborTexts,
          .farthest)),
      weights: weights)
  }

  /// One side of the batch: its embeddings, which of them are anchors here, and where its neighbourhoods begin.
  private struct Anchors {
    let set: EmbeddingSet
    let range: Range<Int>
    let starts: [Int]

    init(_ set: EmbeddingSet, _ range: Range<Int>, _ starts: [Int]) {
      self.set = set
      self.range = range
      self.starts = starts
    }
  }

  /// One term, which costs nothing where its weight is 0.
  private func sum(
    _ weight: Float, _ anchors: Anchors, to candidates: Anchors, _ positives: PositionLists,
    _ ignored: PositionLists?, _ choice: RankingTerm.PositiveChoice
  ) -> RankingTerm.Sum {
    guard weight != 0 else { return RankingTerm.Sum() }
    let own = OwnCandidates(anchorStarts: anchors.starts, candidateStarts: candidates.starts)
    let term = RankingTerm(
      margin: margin, topViolations: topViolations, weight: weight, choice: choice, anchors: anchors.set,
      candidates: candidates.set, positives: positives, ignored: ignored,
      ownCandidates: negativeScope == .neighborhoodFirst ? own : nil, memory: memory)
    return term.evaluate(anchors.range)
  }
}
