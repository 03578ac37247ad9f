import Tensor

/// How similar each image is to each caption: worked out from embeddings, or known.
enum RetrievalSimilarities {
  /// `[I, E]` and `[C, E]`, compared by a product.
  case embeddings(images: Matrix, captions: Matrix, TileProduct)
  /// `[I, C]`.
  case scores(Matrix)

  var imageCount: Int {
    switch self {
    case .embeddings(let images, _, _): images.rows
    case .scores(let scores): scores.rows
    }
  }

  var captionCount: Int {
    switch self {
    case .embeddings(_, let captions, _): captions.rows
    case .scores(let scores): scores.columns
    }
  }

  /// Those of some images with all captions, into `[images, C]`.
  func ofImages(_ range: Range<Int>, into tile: Matrix) {
    switch self {
    case .embeddings(let images, let captions, let product): product(images.rows(range), captions, tile)
    case .scores(let scores): tile.copy(from: scores.rows(range))
    }
  }

  /// Those of some captions with all images, into `[captions, I]`.
  func ofCaptions(_ range: Range<Int>, into tile: Matrix) {
    switch self {
    case .embeddings(let images, let captions, let product): product(captions.rows(range), images, tile)
    case .scores(let scores):
      for image in 0..<scores.rows {
        let row = scores.pointer + image * scores.columns + range.lowerBound
        for place in 0..<range.count { tile.pointer[place * scores.rows + image] = row[place] }
      }
    }
  }

  /// Those of some neighbouring images with some captions.
  func part(images range: Range<Int>, captions rows: [Int32]) -> RetrievalSimilarities {
    switch self {
    case .embeddings(let images, let captions, let product):
      return .embeddings(images: images.rows(range), captions: captions.gathered(rows), product)
    case .scores(let scores):
      let copies = Matrix(rows: range.count, columns: rows.count)
      for (copy, image) in range.enumerated() {
        for (column, row) in rows.enumerated() { copies[copy, column] = scores[image, Int(row)] }
      }
      return .scores(copies)
    }
  }
}
