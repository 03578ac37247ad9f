import Losses
import TwoBranch

/// The similarity network's: the head scores pairs.
extension SimilarityLoss: BatchLoss {
  package var head: SimilarityHead? { scorer }

  package mutating func evaluate(_ batch: EmbeddedBatch) throws -> [LogisticLossSums] {
    let pairs = pairs(
      ofTexts: batch.blocks.map(\.texts), links: batch.links, batch.embeddings, seed: batch.seed,
      step: batch.step)
    return try evaluate(
      batch.embeddings, pairs: pairs, gradients: batch.gradients, headGradients: batch.headGradients,
      sum: batch.sum)
  }

  package mutating func restore(_ running: HeadStatistics?) {
    if let running { scorer.running = running }
  }
}
