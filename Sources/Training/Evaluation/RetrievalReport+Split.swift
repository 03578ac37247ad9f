import Evaluation
import Failures
import MPI
import Sampling
import Tensor
import TwoBranch

extension RetrievalReport {
  /// Embeds a split on all ranks and scores it; nil on all ranks but 0. A collective.
  ///
  /// - Parameters:
  ///   - links: which of its texts belong to which of its images.
  ///   - head: of the similarity network, which scores every pair, on all ranks; nil: the embedding network, whose
  ///     dot products rank 0 takes.
  package static func evaluate(
    _ split: EncodedSplit, links: Links, with embedder: Embedder, head: SimilarityHead?, world: World?,
    folds: Int = 1
  ) throws -> RetrievalReport? {
    let matches = RetrievalMatches(captionsOfImage: links.texts(of:), imagesOfCaption: links.images(of:))
    let images = try embedder.images(of: split)
    let texts = try embedder.texts(of: split)
    if let head {
      return try scorePairs(
        Sides(image: images, text: texts), of: split, matches, with: head, world: world, folds: folds)
    }
    var report: RetrievalReport?
    func score() throws {
      guard let images, let texts else { return }
      report = try RetrievalEvaluation(images: images, captions: texts, matches: matches) {
        left, right, result in
        multiply(.plain(left), .transposed(right), into: result)
      }.report(folds: folds)
    }
    if let world { try world.onRoot(score) } else { try score() }
    return report
  }

  /// By the similarity network: each fold apart, so that no pair of two folds is scored. A collective.
  ///
  /// - Parameter embeddings: on rank 0.
  private static func scorePairs(
    _ embeddings: Sides<Matrix?>, of split: EncodedSplit, _ matches: RetrievalMatches,
    with head: SimilarityHead, world: World?, folds: Int
  ) throws -> RetrievalReport? {
    func shared(_ side: Side, rows: Int) throws -> Matrix {
      try Matrix.shared(
        embeddings[side], rows: rows, columns: head.shape.embedding, world?.communicator)
    }
    let (imageCount, captionCount) = (split.rows.images.count, split.rows.texts.count)
    let (images, texts) = (
      try shared(.image, rows: imageCount), try shared(.text, rows: captionCount)
    )
    func check() throws -> RetrievalProtocol {
      try matches.requireSome(images: imageCount, captions: captionCount)
      try images.checkFinite("image embedding")
      try texts.checkFinite("caption embedding")
      return try RetrievalProtocol(
        images: imageCount, captions: captionCount, matches: matches, folds: folds)
    }
    let rules = if let world { try world.together(check) } else { try check() }
    let scorer = PairScorer(head: head, world: world)
    let ranks = try rules.folds.map { fold in
      let (captions, part) = matches.fold(images: fold)
      let rows = Sides(image: images.rows(fold), text: texts.gathered(captions))
      return try scorer.ranks(rows, part)
    }
    return world?.isRoot ?? true ? RetrievalReport(rules, folds: ranks) : nil
  }
}
