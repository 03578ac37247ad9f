import DataParallel
import Sampling
import Training

/// How exactly a benchmark's steps compute.
package struct StepArithmetic: Codable, Sendable {
  /// Of the products.
  package let precision: PrecisionChoice
  /// Of gradients between nodes.
  package let wire: WireFormat
  /// Of a batch, at every number of ranks; nil: a block for each rank.
  package let fixedBlocks: Int?

  package init(precision: PrecisionChoice, wire: WireFormat, fixedBlocks: Int? = nil) {
    self.precision = precision
    self.wire = wire
    self.fixedBlocks = fixedBlocks
  }

  func dealing(ranks: Int) -> BlockDealing {
    fixedBlocks.map { BlockDealing(fixedBlocks: $0, ranks: ranks) } ?? BlockDealing(ranks: ranks)
  }

  private enum CodingKeys: String, CodingKey {
    case precision, wire
    case fixedBlocks = "reproducible_blocks"
  }
}
