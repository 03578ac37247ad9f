import Sampling
import Tensor
import TwoBranch

extension SimilarityLoss {
  /// The pairs that the rank of some texts evaluates, block by block.
  ///
  /// Where the hardest negatives are chosen, the rank scores those that it has drawn for its texts' positives, by the
  /// running estimates, so that a score depends neither on the other pairs nor on the ranks; those of the first steps
  /// know little. Which of them other ranks choose it need not know: how many there are follows from the draws. The
  /// choice is the same for any number of ranks but where two scores are equal up to rounding.
  ///
  /// Costs a forward pass of the head over the candidates: with C of them and K kept, C / 3 (1 + K) of what the head
  /// costs without.
  ///
  /// - Parameters:
  ///   - blocks: of texts; which are chosen of a block's pairs does not depend on the other blocks.
  ///   - embeddings: `[B, E]` and `[N, E]`, of the global batch.
  ///   - step: names the draws.
  package func pairs(
    ofTexts blocks: [Range<Int>], links: BatchLinks, _ embeddings: Sides<Matrix>, seed: UInt64, step: Int
  ) -> [PairRun] {
    let pairs = BatchPairs(links: links, negatives: negatives, seed: seed, step: step)
    let own = blocks.map(pairs.run(ofTexts:))
    guard negatives.choice == .hardest else { return own }
    let globalCount = pairs.count(keepingNegatives: negatives.count)
    return own.map { run in
      let features = Matrix(rows: run.negatives.count, columns: scorer.shape.embedding)
      store(run.negatives, of: run, embeddings, into: features)
      return run.keepingHardest(
        negatives.count, scores: scorer.scores(of: features), globalCount: globalCount)
    }
  }
}
