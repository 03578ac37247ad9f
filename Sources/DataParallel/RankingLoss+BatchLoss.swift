import Losses
import TwoBranch

/// The embedding network's: distances rank.
extension RankingLoss: BatchLoss {
  package var head: SimilarityHead? { nil }

  package mutating func evaluate(_ batch: EmbeddedBatch) -> [RankingLossSums] {
    zip(batch.blocks, batch.gradients).map { block, gradients in
      evaluate(
        images: batch.embeddings.image, texts: batch.embeddings.text, links: batch.links, anchors: block,
        imageGradients: gradients.image, textGradients: gradients.text)
    }
  }

  package mutating func restore(_ running: HeadStatistics?) {}
}
