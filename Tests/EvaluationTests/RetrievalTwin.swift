import Evaluation
import Tensor

/// A retrieval and its ranks from the definition, by plain loops in doubles.
struct RetrievalTwin: Sendable {
  let images: [[Float]]
  let captions: [[Float]]
  let imagesOfCaption: [[Int]]

  /// Whole numbers from -2 to 2 that look random and are the same in every run: their products are often equal.
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
    Matrix(images.map { image in captions.map { Float(Self.product(image, $0)) } })
  }

  /// Found by the code under test.
  func ranks(tile: RetrievalTile = .standard) throws -> RetrievalRanks {
    try folds(1, tile: tile)[0]
  }

  func folds(_ count: Int, tile: RetrievalTile = .standard) throws -> [RetrievalRanks] {
    let evaluation = try RetrievalEvaluation(images: Matrix(images), captions: Matrix(captions), tile: tile)
    return try rules(folds: count).folds.map { fold in
      evaluation.tally(fold, images: 0..<fold.images.count).ranks
    }
  }

  func rules(folds: Int = 1) throws -> RetrievalProtocol {
    try RetrievalProtocol(images: images.count, captions: captions.count, matches: matches, folds: folds)
  }

  func report(folds: Int = 1) throws -> RetrievalReport {
    try RetrievalReport(rules(folds: folds), folds: self.folds(folds))
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

  /// Sorts all candidates, true ones behind those that are as similar, and looks for the first true one.
  private func rank(_ query: [Float], among candidates: [[Float]], isMatch: (Int) -> Bool) -> Int {
    let values = candidates.enumerated().map { number, candidate in
      let similarity = Self.product(query, candidate)
      return isMatch(number) ? similarity - 1e-6 * max(1, abs(similarity)) : similarity
    }
    let order = candidates.indices.sorted {
      (-values[$0], isMatch($0) ? 1 : 0) < (-values[$1], isMatch($1) ? 1 : 0)
    }
    return (order.firstIndex(where: isMatch) ?? candidates.count) + 1
  }

  static func product(_ one: [Float], _ other: [Float]) -> Double {
    zip(one, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
