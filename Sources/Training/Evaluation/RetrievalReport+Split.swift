import Evaluation
import MPI
import Sampling
import Tensor
import TwoBranch

extension RetrievalReport {
  /// Embeds a split and scores it, each rank some of its rows and some images; nil on all ranks but 0. A collective.
  ///
  /// - Parameters:
  ///   - links: which of its texts belong to which of its images.
  ///   - head: of the similarity network, which scores every pair; nil: the embedding network, whose products are
  ///     compared.
  ///   - world: nil for a process of its own.
  ///   - withCeiling: tell what no model can exceed; costs one more pass over the inputs.
  package static func evaluate(
    _ split: EncodedSplit, links: Links, with embedder: Embedder, head: SimilarityHead?, world: World?,
    folds: Int = 1, truth: RetrievalTruth = .own, withCeiling: Bool = false
  ) throws -> RetrievalReport? {
    let rules = try world.together { try RetrievalProtocol(links, folds: folds, truth: truth) }
    let embeddings = try embedder.sides(of: split)
    let ranks: [RetrievalRanks]
    if let head {
      ranks = try scorePairs(embeddings, rules, with: head, world: world)
    } else {
      ranks = try compare(embeddings, rules, world: world)
    }
    return try report(rules, ranks, of: split, withCeiling: withCeiling, world)
  }

  /// Nil on all ranks but 0. A collective.
  static func report(
    _ rules: RetrievalProtocol, _ ranks: [RetrievalRanks], of split: EncodedSplit, withCeiling: Bool,
    _ world: World?
  ) throws -> RetrievalReport? {
    try world.together {
      guard world.isRoot else { return nil }
      var report = RetrievalReport(rules, folds: ranks)
      report.unknownCaptions = split.unknownTextCount
      if withCeiling {
        let classes = try split.inputClasses()
        report.ceiling = RetrievalCeiling(rules, images: classes.image, captions: classes.text)
      }
      return report
    }
  }

  /// The ranks of each fold by the products of embeddings, on every rank. A collective.
  package static func compare(
    _ embeddings: Sides<Matrix>, _ rules: RetrievalProtocol, world: World?
  ) throws -> [RetrievalRanks] {
    let evaluation = try world.together {
      try RetrievalEvaluation(images: embeddings.image, captions: embeddings.text)
    }
    return try rules.folds.map { fold in
      try evaluation.tally(fold, images: world.share(of: fold.images.count)).ranks(of: world)
    }
  }

  /// The ranks of each fold by the similarity network, on every rank. A collective.
  ///
  /// Each fold is scored apart, so that no pair of two folds is.
  private static func scorePairs(
    _ embeddings: Sides<Matrix>, _ rules: RetrievalProtocol, with head: SimilarityHead, world: World?
  ) throws -> [RetrievalRanks] {
    try world.together {
      try head.checkFinite()
      try embeddings.image.checkFinite("image embedding")
      try embeddings.text.checkFinite("caption embedding")
    }
    let calls = rules.folds.map { fold in
      PairScorer.callCount(images: world.share(of: fold.images.count).count, captions: fold.captions.count)
    }
    var progress = ScoringProgress(total: calls.reduce(0, +), isShown: world.isRoot)
    return try rules.folds.map { fold in
      var scorer = PairScorer(
        head: head, embeddings, fold: fold, own: world.share(of: fold.images.count))
      var best = try world.together { try scorer.bestOfCaptions(&progress) }
      try world.allReduce(&best, .maximum)
      return try world.together { try scorer.tally(bestOfCaption: best, &progress) }.ranks(of: world)
    }
  }
}

extension RetrievalProtocol {
  /// - Parameter proposals: where two networks retrieve together, how many the first proposes.
  package init(_ links: Links, folds: Int, proposals: Int? = nil, truth: RetrievalTruth = .own) throws {
    try self.init(
      images: links.imageCount, captions: links.textCount,
      matches: RetrievalMatches(captionsOfImage: links.texts(of:), imagesOfCaption: links.images(of:)),
      folds: folds, proposals: proposals, truth: truth)
  }
}

extension RetrievalTally {
  /// The ranks that the parts of all ranks add up to, on every rank. A collective.
  ///
  /// - Parameter world: nil where this is the only part.
  func ranks(of world: World?) throws -> RetrievalRanks {
    var (sum, counts) = (self, counts)
    try world.allReduce(&counts)
    sum.counts = counts
    return sum.ranks
  }
}
