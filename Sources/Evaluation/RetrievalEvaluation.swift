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
  let images: Matrix
  let captions: Matrix
  let matches: RetrievalMatches
  let product: TileProduct

  /// - Parameters:
  ///   - images: embeddings `[I, E]` of length 1, so that the nearest have the largest product.
  ///   - captions: embeddings `[C, E]` of length 1.
  /// - Throws: `Failure(.software)` that names the first row with NaN or an infinity; `Failure(.badData)` when there
  ///   is nothing to score, or an image or a caption belongs to nothing.
  package init(
    images: Matrix, captions: Matrix, matches: RetrievalMatches, product: @escaping TileProduct
  ) throws {
    precondition(images.columns == captions.columns, "embeddings of different spaces")
    self.images = images
    self.captions = captions
    self.matches = matches
    self.product = product
    try images.checkFinite("image embedding")
    try captions.checkFinite("caption embedding")
    guard images.rows > 0, captions.rows > 0 else {
      throw Failure(
        .badData, "\(images.rows) images and \(captions.rows) captions", expected: "at least one of each")
    }
    if let image = (0..<images.rows).first(where: { matches.captionsOfImage($0).isEmpty }) {
      throw Failure(.badData, "image \(image) has no caption, so that nothing can be found for it")
    }
    if let caption = (0..<captions.rows).first(where: { matches.imagesOfCaption($0).isEmpty }) {
      throw Failure(.badData, "caption \(caption) has no image, so that nothing can be found for it")
    }
  }

  /// The rank of every image's and every caption's best true match.
  ///
  /// - Parameter queriesPerTile: rows of the similarities kept at a time; `nil`: as many as fill 32 MB.
  package func ranks(queriesPerTile: Int? = nil) -> RetrievalRanks {
    RetrievalRanks(
      imageToText: ranks(of: images, among: captions, matches.captionsOfImage, queriesPerTile),
      textToImage: ranks(of: captions, among: images, matches.imagesOfCaption, queriesPerTile))
  }

  /// - Parameter folds: score that many runs of neighbouring images, each with its captions, apart, and average.
  ///   5 with the 5,000 test images of COCO is its 1K protocol.
  /// - Throws: `Failure(.usage)` when the images cannot be split so.
  package func metrics(folds: Int = 1, queriesPerTile: Int? = nil) throws -> RetrievalMetrics {
    guard folds >= 1, images.rows.isMultiple(of: folds) else {
      throw Failure(
        .usage, "\(images.rows) images cannot be split into \(folds) folds of one size",
        remedy: "choose a number of folds that divides \(images.rows)")
    }
    if folds == 1 { return RetrievalMetrics(ranks(queriesPerTile: queriesPerTile)) }
    let size = images.rows / folds
    return RetrievalMetrics(
      meanOf: try (0..<folds).map { fold in
        let part = try self.fold(images: fold * size..<(fold + 1) * size)
        return RetrievalMetrics(part.ranks(queriesPerTile: queriesPerTile))
      })
  }

  private func fold(images range: Range<Int>) throws -> RetrievalEvaluation {
    let (rows, part) = matches.fold(images: range)
    let copies = Matrix(rows: rows.count, columns: captions.columns)
    for (copy, row) in rows.enumerated() {
      copies.rows(copy..<copy + 1).copy(from: captions.rows(Int(row)..<Int(row) + 1))
    }
    return try RetrievalEvaluation(
      images: images.rows(range), captions: copies, matches: part, product: product)
  }
}

extension RetrievalEvaluation {
  private static let floatsPerTile = 8 << 20
  /// Similarities so near count as equal: the products of equal embeddings differ in their last bits, by where they
  /// stand in a tile and by the threads that make it.
  private static let tie: Float = 1e-6

  private func ranks(
    of queries: Matrix, among candidates: Matrix, _ matches: (Int) -> ArraySlice<Int32>,
    _ queriesPerTile: Int?
  ) -> [Int] {
    let height = min(queries.rows, queriesPerTile ?? max(1, Self.floatsPerTile / candidates.rows))
    precondition(height >= 1 && candidates.rows <= Int(Int32.max))
    let tile = Matrix(rows: height, columns: candidates.rows)
    var ranks: [Int] = []
    for start in stride(from: 0, to: queries.rows, by: height) {
      let range = start..<min(start + height, queries.rows)
      let similarities = tile.rows(0..<range.count)
      product(queries.rows(range), candidates, similarities)
      for query in range {
        ranks.append(rank(of: matches(query), in: similarities.rows(query - start..<query - start + 1)))
      }
    }
    return ranks
  }

  /// The rank of the most similar of the true matches in one row of similarities.
  private func rank(of matches: ArraySlice<Int32>, in row: Matrix) -> Int {
    withExtendedLifetime(row) {
      let best = matches.reduce(-Float.infinity) { max($0, row.pointer[Int($1)]) }
      let limit = best - Self.tie
      // Matches at least as similar are not in the way of the best one, and are itself.
      let own = matches.count { !(row.pointer[Int($0)] < limit) }
      return 1 + row.columns - countBelow(limit, in: row) - own
    }
  }

  private func countBelow(_ limit: Float, in row: Matrix) -> Int {
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
