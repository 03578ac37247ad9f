import Evaluation
import Failures
import MPI
import Tensor

extension RetrievalReport {
  /// Embeds a split on all ranks and scores it on rank 0; nil on the others. A collective.
  package static func evaluate(
    _ split: EncodedSplit, with embedder: Embedder, world: World?, folds: Int = 1
  ) throws -> RetrievalReport? {
    let images = try embedder.images(of: split)
    let texts = try embedder.texts(of: split)
    var report: RetrievalReport?
    func score() throws {
      guard let images, let texts else { return }
      let links = split.split.links
      let matches = RetrievalMatches(captionsOfImage: links.texts(of:), imagesOfCaption: links.images(of:))
      report = try RetrievalEvaluation(images: images, captions: texts, matches: matches) {
        left, right, result in
        multiply(.plain(left), .transposed(right), into: result)
      }.report(folds: folds)
    }
    if let world { try world.onRoot(score) } else { try score() }
    return report
  }
}
