import Evaluation
import MPI
import Tensor
import TwoBranch

/// Retrieval by two networks: the embedding network proposes for each query its K nearest, the similarity network
/// orders them; each rank some queries. Scores K pairs a query.
struct Reranker {
  /// What both networks make of the rows of one side.
  private struct Embeddings {
    /// `[n, E]`, of length 1.
    let proposing: Matrix
    /// `[n, F]`.
    let scoring: Matrix
  }

  private let head: SimilarityHead
  private let reranking: Reranking
  private let world: World?
  /// Queries whose similarities are kept at a time, where those are not more than fill 8 MB.
  private static let tile = 64
  private static let floatsPerTile = 2 << 20

  /// - Parameters:
  ///   - proposals: K.
  ///   - world: nil for a process of its own.
  init(head: SimilarityHead, proposals: Int, world: World?) {
    self.head = head
    self.world = world
    reranking = Reranking(proposals: proposals)
  }

  /// The ranks of a fold's queries, either way, on rank 0. A collective.
  ///
  /// - Parameters:
  ///   - proposing: `[I, E]` and `[C, E]`, of the whole split.
  ///   - scoring: `[I, F]` and `[C, F]`.
  func ranks(
    _ fold: RetrievalFold, proposing: Sides<Matrix>, scoring: Sides<Matrix>, _ progress: inout ScoringProgress
  ) throws -> RetrievalRanks {
    let images = Embeddings(
      proposing: fold.images(of: proposing.image), scoring: fold.images(of: scoring.image))
    let texts = Embeddings(
      proposing: fold.captions(of: proposing.text), scoring: fold.captions(of: scoring.text))
    return RetrievalRanks(
      imageToText: try ranks(of: images, among: texts, fold.matches.captionsOfImage, &progress),
      textToImage: try ranks(of: texts, among: images, fold.matches.imagesOfCaption, &progress))
  }

  private func ranks(
    of queries: Embeddings, among candidates: Embeddings, _ matches: (Int) -> ArraySlice<Int32>,
    _ progress: inout ScoringProgress
  ) throws -> [Int] {
    let own = world.share(of: queries.scoring.rows)
    let ranks = try world.together { try self.ranks(own, of: queries, among: candidates, matches, &progress) }
    guard let world else { return ranks }
    return try world.communicator.gather(ranks)
  }

  private func ranks(
    _ own: Range<Int>, of queries: Embeddings, among candidates: Embeddings,
    _ matches: (Int) -> ArraySlice<Int32>, _ progress: inout ScoringProgress
  ) throws -> [Int] {
    let height = max(1, min(Self.tile, Self.floatsPerTile / candidates.proposing.rows))
    var ranks: [Int] = []
    for start in stride(from: own.lowerBound, to: own.upperBound, by: height) {
      let range = start..<min(own.upperBound, start + height)
      let similarities = Matrix(rows: range.count, columns: candidates.proposing.rows)
      multiply(
        .plain(queries.proposing.rows(range)), .transposed(candidates.proposing), into: similarities)
      for query in range {
        ranks.append(
          try reranking.rank(
            of: matches(query), in: similarities.rows(query - start..<query - start + 1)
          ) { proposals in scores(of: queries.scoring.rows(query..<query + 1), with: proposals, candidates) })
        progress.advance()
      }
    }
    return ranks
  }

  private func scores(of query: Matrix, with proposals: [Int32], _ candidates: Embeddings) -> [Float] {
    let features = candidates.scoring.gathered(proposals)
    withExtendedLifetime(query) {
      for row in 0..<features.rows {
        let feature = features.pointer + row * features.columns
        for column in 0..<features.columns { feature[column] *= query.pointer[column] }
      }
    }
    return head.scores(of: features)
  }
}
