import Evaluation
import Tensor

/// Images with small whole scores, which are often equal, and the figures of their phrases from the definition.
struct LocalizationTwin {
  struct Image {
    let id: String
    let scores: [[Float]]
    let phrases: [LocalizationPhrase]
  }

  let images: [Image]
  let threshold: Float

  /// Every image has texts, which two phrases each share, and other counts of candidates up to a largest.
  init(images count: Int, texts: Int, candidates limit: Int, categories: Int, threshold: Float, seed: UInt64)
  {
    self.threshold = threshold
    images = (0..<count).map { image in
      let candidates = max(0, limit - image % 3)
      let seeds = (0..<2).map { seed + UInt64(2 * image + $0) }
      let overlaps = RetrievalTwin.embeddings(2 * texts, dimensions: candidates, seed: seeds[1])
      let phrases = overlaps.enumerated().map { place, numbers in
        LocalizationPhrase(
          text: "phrase \(place)", row: place / 2, overlaps: numbers.map { ($0 + 2) / 4 },
          categories: Set([place % categories, place * place % categories]).sorted())
      }
      return Image(
        id: "\(image)", scores: RetrievalTwin.embeddings(texts, dimensions: candidates, seed: seeds[0]),
        phrases: phrases)
    }
  }

  /// - Parameter places: of the images to count.
  func tally(_ places: Range<Int>, categories: [String], limit: Int) throws -> LocalizationTally {
    var tally = LocalizationTally(categories: categories, candidateLimit: limit, overlapThreshold: threshold)
    for image in images[places] {
      try tally.add(image: image.id, phrases: image.phrases, scores: Matrix(image.scores))
    }
    return tally
  }

  /// Whether each candidate in the order of falling scores is correct, of each phrase of a category (nil: of all);
  /// of equals the wrong come first.
  func orders(category: Int?) -> [[Bool]] {
    images.flatMap { image in
      image.phrases.filter { phrase in category.map(phrase.categories.contains) ?? true }.map { phrase in
        zip(image.scores[phrase.row], phrase.overlaps).map { (-$0, $1 >= threshold ? 1 : 0) }
          .sorted { $0 < $1 }.map { $0.1 == 1 }
      }
    }
  }
}
