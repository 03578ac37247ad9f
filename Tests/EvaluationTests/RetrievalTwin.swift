import Evaluation
import Tensor

/// A plain product in the order of the definition.
func naiveProduct(_ a: Matrix, _ b: Matrix, _ result: Matrix) {
  for row in 0..<a.rows {
    for column in 0..<b.rows {
      result[row, column] = (0..<a.columns).reduce(Float(0)) { $0 + a[row, $1] * b[column, $1] }
    }
  }
}

/// A retrieval with small whole numbers, whose products are exact and often equal, and its ranks from the definition.
struct RetrievalTwin {
  let images: [[Float]]
  let captions: [[Float]]
  let imagesOfCaption: [[Int]]

  /// Numbers from -2 to 2 that look random and are the same in every run.
  static func embeddings(_ count: Int, dimensions: Int, seed: UInt64) -> [[Float]] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      (0..<dimensions).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int(state >> 33) % 5 - 2)
      }
    }
  }

  var matches: RetrievalMatches {
    let imagesOf = imagesOfCaption.map { $0.map(Int32.init) }
    let captionsOf = images.indices.map { image in
      captions.indices.filter { imagesOfCaption[$0].contains(image) }.map(Int32.init)
    }
    return RetrievalMatches(captionsOfImage: { captionsOf[$0][...] }, imagesOfCaption: { imagesOf[$0][...] })
  }

  /// `[images, captions]`.
  var scores: Matrix {
    let scores = Matrix(rows: images.count, columns: captions.count)
    naiveProduct(Matrix(images), Matrix(captions), scores)
    return scores
  }

  func evaluation() throws -> RetrievalEvaluation {
    try RetrievalEvaluation(
      images: Matrix(images), captions: Matrix(captions), matches: matches, product: naiveProduct)
  }

  var imageToText: [Int] {
    images.indices.map { image in
      rank(images[image], among: captions) { imagesOfCaption[$0].contains(image) }
    }
  }

  var textToImage: [Int] {
    captions.indices.map { caption in
      rank(captions[caption], among: images) { imagesOfCaption[caption].contains($0) }
    }
  }

  /// Sorts all candidates, at equal similarity the true ones last, and looks for the first true one.
  private func rank(_ query: [Float], among candidates: [[Float]], isMatch: (Int) -> Bool) -> Int {
    let similarities = candidates.map { zip(query, $0).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
    let order = candidates.indices.sorted {
      (-similarities[$0], isMatch($0) ? 1 : 0) < (-similarities[$1], isMatch($1) ? 1 : 0)
    }
    return (order.firstIndex(where: isMatch) ?? candidates.count) + 1
  }
}
