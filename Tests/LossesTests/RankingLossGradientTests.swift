import Losses
import Sampling
import TestSupport
import Testing

struct RankingLossGradientTests {
  @Test(
    "The gradient of each term, and of all, is that of central differences of the twin",
    arguments: BatchCase.all, RankingLossCase.termWeights)
  func centralDifferences(_ batchCase: BatchCase, _ weights: [Float]) {
    for (seed, topViolations) in [(1, 1), (2, 3), (3, 50), (4, 2)] as [(UInt64, Int)] {
      let example = RankingLossCase(
        batchCase, weights: weights, topViolations: topViolations,
        negativeScope: seed == 4 ? .neighborhoodFirst : .batch, seed: seed)
      let found = example.evaluate([example.whole]).gradient
      let numeric = example.numericGradient
      #expect(numeric.kinks.count * 50 <= found.count, "\(numeric.kinks.count) of \(found.count) at a kink")
      expectClose(Difference(found, from: numeric.values, skipping: numeric.kinks), within: 1e-5)
    }
  }

  @Test("The parts of any partition of the anchors add up to the whole", arguments: BatchCase.all)
  func partitions(_ batchCase: BatchCase) {
    let example = RankingLossCase(batchCase, weights: [1.5, 1, 0.7, 0.3], topViolations: 3)
    let whole = example.evaluate([example.whole])
    for slices in Self.partitions(of: batchCase.batch) {
      let parts = example.evaluate(slices)
      expectClose(
        Difference(parts.gradient, from: whole.gradient.map(Double.init)), within: 1e-6)
      for (part, whole) in zip(parts.sums.terms.all, whole.sums.terms.all) {
        expectClose(Difference([part], from: [whole]), within: 1e-6)
      }
      #expect(parts.sums.activeTriplets == whole.sums.activeTriplets)
      #expect(parts.sums.triplets == whole.sums.triplets)
    }
  }

  @Test("A term of weight zero is not evaluated, and gradients are added to what stands there")
  func addsToGradients() {
    let example = RankingLossCase(.equalTexts, weights: [0, 0, 0, 0], topViolations: 3)
    let before = (example.images.copied, example.texts.copied)
    let sums = example.loss.evaluate(
      images: example.images, texts: example.texts, links: example.batchCase.batchLinks,
      anchors: example.whole, imageGradients: before.0, textGradients: before.1)
    #expect(sums.triplets == 0 && sums.loss == 0)
    #expect(before.0.numbers == example.images.numbers && before.1.numbers == example.texts.numbers)
  }

  /// Those of 2 to 9 ranks, one anchor at a time backwards, and images apart from their texts.
  private static func partitions(of batch: GlobalBatch) -> [[BatchSlice]] {
    let (images, texts) = (batch.images.count, batch.texts.count)
    let single =
      (0..<images).map { BatchSlice(images: $0..<$0 + 1, texts: 0..<0) }
      + (0..<texts).map { BatchSlice(images: images..<images, texts: $0..<$0 + 1) }
    let apart = [
      BatchSlice(images: 0..<images / 3, texts: texts / 2..<texts),
      BatchSlice(images: images / 3..<images, texts: 0..<texts / 2),
    ]
    let ranks = (2...9).map { size in (0..<size).map { batch.slice(rank: $0, of: size) } }
    return ranks + [Array(single.reversed()), apart]
  }
}
