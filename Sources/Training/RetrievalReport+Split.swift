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
    let images = try embedder.images(of: split)
    let texts = try embedder.texts(of: split)
    let scores = try head.flatMap {
      try PairScorer(head: $0, communicator: world?.communicator).scores(
        Sides(image: images, text: texts),
        counts: Sides(image: split.rows.images.count, text: split.rows.texts.count))
    }
    var report: RetrievalReport?
    func score() throws {
      guard let images, let texts else { return }
      let matches = RetrievalMatches(captionsOfImage: links.texts(of:), imagesOfCaption: links.images(of:))
      if let scores {
        report = try RetrievalEvaluation(scores: scores, matches: matches).report(folds: folds)
        return
      }
      report = try RetrievalEvaluation(images: images, captions: texts, matches: matches) {
        left, right, result in
        multiply(.plain(left), .transposed(right), into: result)
      }.report(folds: folds)
    }
    if let world { try world.onRoot(score) } else { try score() }
    return report
  }
}
