import Evaluation
import MPI
import Sampling
import Tensor
import TwoBranch

/// A network and a split as it reads it, for a retrieval by two networks.
package struct RetrievalStage {
  let embedder: Embedder
  let width: Int
  let split: EncodedSplit

  /// - Parameter world: nil for a process of its own.
  package init(_ network: EmbeddingNetwork, _ split: EncodedSplit, world: World?) {
    embedder = Embedder(network: network, world: world)
    width = network.shape.image.embedding
    self.split = split
  }

  /// The embeddings of all rows on every rank. A collective.
  fileprivate func embeddings(_ communicator: Communicator?) throws -> Sides<Matrix> {
    func shared(_ matrix: Matrix?, rows: Int) throws -> Matrix {
      try Matrix.shared(matrix, rows: rows, columns: width, communicator)
    }
    return try Sides(
      image: shared(embedder.images(of: split), rows: split.rows.images.count),
      text: shared(embedder.texts(of: split), rows: split.rows.texts.count))
  }
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
  package static func rerank(
    _ proposals: Int, from first: RetrievalStage, with second: RetrievalStage, head: SimilarityHead,
    links: Links, world: World?, folds: Int = 1
  ) throws -> RetrievalReport? {
    let matches = RetrievalMatches(captionsOfImage: links.texts(of:), imagesOfCaption: links.images(of:))
    func agreed<Result>(_ body: () throws -> Result) throws -> Result {
      if let world { try world.together(body) } else { try body() }
    }
    let rules = try agreed {
      try matches.requireSome(images: links.imageCount, captions: links.textCount)
      return try RetrievalProtocol(
        images: links.imageCount, captions: links.textCount, matches: matches, folds: folds,
        proposals: proposals)
    }
    let proposing = try first.embeddings(world?.communicator)
    let scoring = try second.embeddings(world?.communicator)
    try agreed {
      for (name, side) in [("image", Side.image), ("caption", .text)] {
        try proposing[side].checkFinite("\(name) embedding")
        try scoring[side].checkFinite("\(name) embedding")
      }
    }
    let images = Reranker.Embeddings(proposing: proposing.image, scoring: scoring.image)
    let texts = Reranker.Embeddings(proposing: proposing.text, scoring: scoring.text)
    let reranker = Reranker(head: head, proposals: proposals, world: world)
    let ranks = try rules.folds.map { range in
      let (captions, part) = matches.fold(images: range)
      return try reranker.ranks(Sides(image: images.rows(range), text: texts.gathered(captions)), part)
    }
    return world?.isRoot ?? true ? RetrievalReport(rules, folds: ranks) : nil
  }
}
