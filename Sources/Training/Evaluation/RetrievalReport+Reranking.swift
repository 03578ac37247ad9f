import Evaluation
import MPI
import Sampling
import Tensor
import TwoBranch

/// A network and a split as it reads it, for a retrieval by two networks.
package struct RetrievalStage {
  private let embedder: Embedder
  fileprivate let split: EncodedSplit

  /// - Parameter world: nil for a process of its own.
  package init(_ network: EmbeddingNetwork, _ split: EncodedSplit, world: World?) {
    embedder = Embedder(network: network, world: world)
    self.split = split
  }

  /// The embeddings of all rows on every rank. A collective.
  fileprivate func embeddings() throws -> Sides<Matrix> { try embedder.sides(of: split) }
}

extension RetrievalReport {
  /// Scores a split by two networks: the first proposes for each query its nearest, the second one's head orders
  /// them. Nil on all ranks but 0. A collective.
  ///
  /// Costs (images + captions) times `proposals` pairs.
  ///
  /// - Parameters:
  ///   - links: which of the split's texts belong to which of its images.
  ///   - world: nil for a process of its own.
  ///   - withCeiling: tell what no model can exceed.
  package static func rerank(
    _ proposals: Int, from first: RetrievalStage, with second: RetrievalStage, head: SimilarityHead,
    links: Links, world: World?, folds: Int = 1, truth: RetrievalTruth = .own, withCeiling: Bool = false
  ) throws -> RetrievalReport? {
    let rules = try world.together {
      try RetrievalProtocol(links, folds: folds, proposals: proposals, truth: truth)
    }
    let proposing = try first.embeddings()
    let scoring = try second.embeddings()
    try world.together {
      try head.checkFinite()
      for (name, side) in [("image", Side.image), ("caption", .text)] {
        try proposing[side].checkFinite("\(name) embedding")
        try scoring[side].checkFinite("\(name) embedding")
      }
    }
    let reranker = Reranker(head: head, proposals: proposals, world: world)
    let queries = rules.folds.map {
      world.share(of: $0.images.count).count + world.share(of: $0.captions.count).count
    }
    var progress = ScoringProgress(
      total: queries.reduce(0, +), isShown: world.isRoot, task: "ordering proposals")
    let ranks = try rules.folds.map { fold in
      try reranker.ranks(fold, proposing: proposing, scoring: scoring, &progress)
    }
    return try report(rules, ranks, of: second.split, withCeiling: withCeiling, world)
  }
}
