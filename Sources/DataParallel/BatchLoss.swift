import Losses
import Sampling
import Tensor
import TwoBranch

/// What a step minimises, as a function of the embeddings of the global batch.
package protocol BatchLoss {
  associatedtype Sums: LossSums

  /// What scores pairs, and learns with the network; nil where distances rank.
  var head: SimilarityHead? { get }

  /// Scores what is this rank's of a batch. A collective through the batch's `sum`.
  ///
  /// - Returns: for each of the rank's blocks its part of the loss; all parts of all ranks add up.
  mutating func evaluate(_ batch: EmbeddedBatch) throws -> [Sums]

  /// Replaces the running estimates of a head; does nothing where there is none.
  mutating func restore(_ running: HeadStatistics?)
}

/// A global batch as a loss sees it.
package struct EmbeddedBatch {
  /// `[B, E]` and `[N, E]`, of the global batch.
  package let embeddings: Sides<Matrix>
  package let links: BatchLinks
  /// This rank's, at least one.
  package let blocks: [BatchSlice]
  /// For each block, of the shapes of `embeddings`: receive (are added) the gradient of the block's part of the loss
  /// with respect to every embedding.
  package let gradients: [Sides<Matrix>]
  /// For each block, receive its part of a head's gradients; empty without a head.
  package let headGradients: [ParameterViews]
  /// With `step`, names what is drawn.
  package let seed: UInt64
  package let step: Int
  /// Adds up lists of blocks over all ranks.
  package let sum: SimilarityHead.SumOfBlocks
}
