import Tensor

/// How similar each image is to each caption: the products of their embeddings, a tile at a time.
struct RetrievalSimilarities {
  /// `[I, E]`.
  let images: Matrix
  /// `[C, E]`.
  let captions: Matrix
  let product: TileProduct

  var imageCount: Int { images.rows }

  var captionCount: Int { captions.rows }

  /// Those of some images with all captions, into `[images, C]`.
  func ofImages(_ range: Range<Int>, into tile: Matrix) { product(images.rows(range), captions, tile) }

  /// Those of some captions with all images, into `[captions, I]`.
  func ofCaptions(_ range: Range<Int>, into tile: Matrix) { product(captions.rows(range), images, tile) }
}
