// Shapes: I images, C captions, E embedding dimensions, Q queries of one tile, N candidates.
import Failures
import Tensor

/// The product of `a` `[Q, E]` and `b` `[N, E]` transposed, into a matrix `[Q, N]`.
package typealias TileProduct = (_ a: Matrix, _ b: Matrix, _ into: Matrix) -> Void

/// Exact image-sentence retrieval: every caption is a candidate for every image and the other way round.
///
/// The rank of a query's best true match is 1 plus the number of other candidates that are at least as similar: ties
/// count against the model, so that one which maps everything to one point finds nothing.
package struct RetrievalEvaluation {
  let similarities: RetrievalSimilarities
  let matches: RetrievalMatches

  /// - Parameters:
  ///   - images: embeddings `[I, E]` of length 1, so that the nearest have the largest product.
  ///   - captions: embeddings `[C, E]` of length 1.
  /// - Throws: `Failure(.software)` that names the first row with NaN or an infinity; `Failure(.badData)` when there
  ///   is nothing to score, or an image or a caption belongs to nothing.
  package init(
    images: Matrix, captions: Matrix, matches: RetrievalMatches, product: @escaping TileProduct
  ) throws {
    precondition(images.columns == captions.columns, "embeddings of different spaces")
    try images.checkFinite("image embedding")
    try captions.checkFinite("caption embedding")
    similarities = RetrievalSimilarities(images: images, captions: captions, product: product)
    self.matches = matches
    try matches.requireSome(images: images.rows, captions: captions.rows)
  }

  /// The rank of every image's and every caption's best true match.
  ///
  /// - Parameter queriesPerTile: rows of the similarities kept at a time; `nil`: as many as fill 32 MB.
  package func ranks(queriesPerTile: Int? = nil) -> RetrievalRanks {
    RetrievalRanks(
      imageToText: ranks(
        of: similarities.imageCount, among: similarities.captionCount, similarities.ofImages,
        matches.captionsOfImage, queriesPerTile),
      textToImage: ranks(
        of: similarities.captionCount, among: similarities.imageCount, similarities.ofCaptions,
        matches.imagesOfCaption, queriesPerTile))
  }

  /// - Parameter folds: score that many runs of neighbouring images, each with its captions, apart, and average.
  ///   5 with the 5,000 test images of COCO is its 1K protocol.
  /// - Throws: `Failure(.usage)` when the images cannot be split so.
  package func metrics(folds: Int = 1, queriesPerTile: Int? = nil) throws -> RetrievalMetrics {
    let ranges = try RetrievalProtocol.ranges(images: similarities.imageCount, folds: folds)
    if folds == 1 { return RetrievalMetrics(ranks(queriesPerTile: queriesPerTile)) }
    return RetrievalMetrics(
      meanOf: try ranges.map {
        RetrievalMetrics(try fold(images: $0).ranks(queriesPerTile: queriesPerTile))
      })
  }

  private func fold(images range: Range<Int>) throws -> RetrievalEvaluation {
    let (rows, part) = matches.fold(images: range)
    return try RetrievalEvaluation(
      images: similarities.images.rows(range), captions: similarities.captions.gathered(rows), matches: part,
      product: similarities.product)
  }
}

extension RetrievalEvaluation {
  private static let floatsPerTile = 8 << 20

  private func ranks(
    of queries: Int, among candidates: Int, _ fill: (Range<Int>, Matrix) -> Void,
    _ matches: (Int) -> ArraySlice<Int32>, _ queriesPerTile: Int?
  ) -> [Int] {
    let height = min(queries, queriesPerTile ?? max(1, Self.floatsPerTile / candidates))
    precondition(height >= 1 && candidates <= Int(Int32.max))
    let tile = Matrix(rows: height, columns: candidates)
    var ranks: [Int] = []
    for start in stride(from: 0, to: queries, by: height) {
      let range = start..<min(start + height, queries)
      let similarities = tile.rows(0..<range.count)
      fill(range, similarities)
      for query in range {
        ranks.append(Self.rank(of: matches(query), in: similarities.rows(query - start..<query - start + 1)))
      }
    }
    return ranks
  }

  /// The rank of the most similar of the true matches in one row of similarities.
  static func rank(of matches: ArraySlice<Int32>, in row: Matrix) -> Int {
    withExtendedLifetime(row) {
      let best = matches.reduce(-Float.infinity) { max($0, row.pointer[Int($1)]) }
      let limit = best.lowestTie
      // Matches at least as similar are not in the way of the best one, and are itself.
      let own = matches.count { !(row.pointer[Int($0)] < limit) }
      return 1 + row.columns - countBelow(limit, in: row) - own
    }
  }

  private static func countBelow(_ limit: Float, in row: Matrix) -> Int {
    let pointer = UnsafePointer(row.pointer)
    let columns = row.columns
    // A count as wide as a float and a loop without traps: only so does the compiler compare whole vectors.
    var count: Int32 = 0
    var column = 0
    while column < columns {
      count &+= pointer[column] < limit ? 1 : 0
      column &+= 1
    }
    return Int(count)
  }
}
