import Evaluation
import MPI
import Tensor
import TwoBranch

/// Retrieval by two networks: the embedding network proposes for each query its K nearest, the similarity network
/// orders them; each rank some queries. Scores K pairs a query.
struct Reranker {
  /// What both networks make of the rows of one side.
  struct Embeddings {
    /// `[n, E]`, of length 1.
    let proposing: Matrix
    /// `[n, F]`.
    let scoring: Matrix

    func rows(_ range: Range<Int>) -> Embeddings {
      Embeddings(proposing: proposing.rows(range), scoring: scoring.rows(range))
    }

    func gathered(_ rows: [Int32]) -> Embeddings {
      Embeddings(proposing: proposing.gathered(rows), scoring: scoring.gathered(rows))
    }
  }

  private let head: SimilarityHead
  private let reranking: Reranking
  private let world: World?
  /// Queries whose similarities are kept at a time.
  private static let tile = 64

  /// - Parameters:
  ///   - proposals: K.
  ///   - world: nil for a process of its own.
  init(head: SimilarityHead, proposals: Int, world: World?) {
    self.head = head
    self.world = world
    reranking = Reranking(proposals: proposals)
  }

  /// The ranks of all queries, either way, on rank 0. A collective.
  func ranks(_ embeddings: Sides<Embeddings>, _ matches: RetrievalMatches) throws -> RetrievalRanks {
    RetrievalRanks(
      imageToText: try ranks(of: embeddings.image, among: embeddings.text, matches.captionsOfImage),
      textToImage: try ranks(of: embeddings.text, among: embeddings.image, matches.imagesOfCaption))
  }

  private func ranks(
    of queries: Embeddings, among candidates: Embeddings, _ matches: (Int) -> ArraySlice<Int32>
  ) throws -> [Int] {
    let (rank, size) = (world?.rank ?? 0, world?.size ?? 1)
    let count = queries.scoring.rows
    let own = count * rank / size..<count * (rank + 1) / size
    func ownRanks() throws -> [Int] { try ranks(own, of: queries, among: candidates, matches) }
    guard let world else { return try ownRanks() }
    return try world.communicator.gather(try world.together(ownRanks))
  }

  private func ranks(
    _ own: Range<Int>, of queries: Embeddings, among candidates: Embeddings,
    _ matches: (Int) -> ArraySlice<Int32>
  ) throws -> [Int] {
    var progress = ScoringProgress(
      total: own.count, isShown: world?.isRoot ?? true, task: "ordering proposals")
    var ranks: [Int] = []
    for start in stride(from: own.lowerBound, to: own.upperBound, by: Self.tile) {
      let range = start..<min(own.upperBound, start + Self.tile)
      let similarities = Matrix(rows: range.count, columns: candidates.proposing.rows)
      multiply(
        .plain(queries.proposing.rows(range)), .transposed(candidates.proposing), into: similarities)
      for query in range {
        ranks.append(
          try reranking.rank(
            of: matches(query), in: similarities.rows(query - start..<query - start + 1)
          ) { proposals in scores(of: queries.scoring.rows(query..<query + 1), with: proposals, candidates) })
        progress.show(done: ranks.count)
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
