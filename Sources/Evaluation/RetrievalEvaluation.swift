// Shapes: I images, C captions, E embedding dimensions.
import Failures
import Tensor

/// Exact image-sentence retrieval by the products of embeddings: every caption is a candidate for every image and the
/// other way round.
///
/// The products are made in floats, a tile at a time. Their rounding depends on the shape of a tile and on the threads;
/// the ranks do not: a product that rounding could have brought to the other side of a limit is made again in doubles,
/// as those of true pairs are. Where a network maps everything to one point, those are all of them, and it takes
/// some ten times as long.
package struct RetrievalEvaluation {
  private let images: Matrix
  private let captions: Matrix
  private let tile: RetrievalTile
  /// Of a product in floats.
  private let error: Double

  /// - Parameters:
  ///   - images: embeddings `[I, E]` of length 1, so that the nearest have the largest product.
  ///   - captions: embeddings `[C, E]` of length 1.
  /// - Throws: `Failure(.software)` that names the first row with NaN or an infinity.
  package init(images: Matrix, captions: Matrix, tile: RetrievalTile = .standard) throws {
    precondition(images.columns == captions.columns, "embeddings of different spaces")
    let lengths = try images.largestNorm("image embedding") * captions.largestNorm("caption embedding")
    error = EmbeddingProducts.largestError(lengths: lengths, dimensions: images.columns)
    self.images = images
    self.captions = captions
    self.tile = tile
  }

  /// Compares some of a fold's images with all its captions.
  ///
  /// - Parameter own: numbers within the fold.
  package func tally(
    _ fold: RetrievalFold, images own: Range<Int>, threads: Int = BLAS.threadCount
  ) -> RetrievalTally {
    let products = EmbeddingProducts(
      images: fold.images(of: images), captions: fold.captions(of: captions))
    var sum = RetrievalTally(matches: fold.matches, limits: products.limits(fold.matches, error: error))
    let parts = ThreadedParts.map(own, threads: threads) { part in
      var tally = sum
      add(part, products, captionCount: fold.captions.count, to: &tally)
      return tally
    }
    sum.counts = parts.dropFirst().reduce(parts[0].counts) { zip($0, $1.counts).map(+) }
    return sum
  }

  private func add(
    _ images: Range<Int>, _ products: EmbeddingProducts, captionCount: Int, to tally: inout RetrievalTally
  ) {
    let memory = Matrix(
      rows: 1, columns: min(images.count, tile.images) * min(captionCount, tile.captions))
    tile.forEach(images: images, captionCount: captionCount) { images, captions in
      let scores = Matrix(
        rows: images.count, columns: captions.count, pointer: memory.pointer, owner: nil)
      products.rounded(images, captions, into: scores)
      tally.add(images: images, captions: captions, scores: scores, exact: products.exact)
    }
    withExtendedLifetime(memory) {}
  }
}
