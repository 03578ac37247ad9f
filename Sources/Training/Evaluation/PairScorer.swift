import Evaluation
import MPI
import Tensor
import TwoBranch

/// Ranks a retrieval by the similarity network, which scores every image with every caption: each rank some images.
struct PairScorer {
  private let head: SimilarityHead
  private let world: World?

  /// - Parameter world: nil for a process of its own.
  init(head: SimilarityHead, world: World?) {
    self.head = head
    self.world = world
  }

  /// The ranks of all queries, either way, on every rank. A collective.
  ///
  /// The scores of one image are held at a time. The true pairs are scored twice: a caption's best one must be known
  /// before any other image can be said to be nearer.
  ///
  /// - Parameter embeddings: `[I, E]` and `[C, E]`, on every rank.
  func ranks(_ embeddings: Sides<Matrix>, _ matches: RetrievalMatches) throws -> RetrievalRanks {
    let (images, texts) = (embeddings.image, embeddings.text)
    let (rank, size) = (world?.rank ?? 0, world?.size ?? 1)
    let own = images.rows * rank / size..<images.rows * (rank + 1) / size
    var tally = RetrievalTally(
      images: images.rows, matches: matches, bestOfCaption: try bestOfCaption(embeddings, own, matches))
    try together {
      var progress = ScoringProgress(total: own.count, isShown: rank == 0)
      let scores = Matrix(rows: 1, columns: texts.rows)
      for (done, image) in own.enumerated() {
        head.score(images.rows(image..<image + 1), with: texts, into: scores)
        try withExtendedLifetime(scores) {
          try tally.add(
            image: image, scores: UnsafeMutableBufferPointer(start: scores.pointer, count: scores.count))
        }
        progress.show(done: done + 1)
      }
    }
    if let world {
      var counts = tally.counts
      try world.communicator.allReduce(&counts)
      tally.counts = counts
    }
    return tally.ranks
  }

  /// The score of each caption with the best of its true images, `[C]`, on every rank. A collective.
  private func bestOfCaption(
    _ embeddings: Sides<Matrix>, _ own: Range<Int>, _ matches: RetrievalMatches
  ) throws -> [Float] {
    var best = [Double](repeating: -.infinity, count: embeddings.text.rows)
    for image in own {
      let captions = Array(matches.captionsOfImage(image))
      let scores = Matrix(rows: 1, columns: captions.count)
      head.score(
        embeddings.image.rows(image..<image + 1), with: embeddings.text.gathered(captions), into: scores)
      for (caption, score) in zip(captions, scores.elements) {
        best[Int(caption)] = max(best[Int(caption)], Double(score))
      }
    }
    try world?.communicator.allReduce(&best, .maximum)
    return best.map { Float($0) }
  }

  private func together(_ body: () throws -> Void) throws {
    if let world { try world.together(body) } else { try body() }
  }
}
