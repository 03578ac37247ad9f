// Shapes: T texts and N candidate boxes of one image.
import Tensor

/// Phrase localization, counted image by image: a phrase is found at k when one of the first k candidates of its image
/// is correct. The tallies of parts of a split add up to the split's.
///
/// Source: Plummer et al., Flickr30K Entities, IJCV 123, 2017.
package struct LocalizationTally: Equatable, Sendable {
  package let categories: [String]
  /// A candidate whose overlap with the true box is this or more is correct.
  package let overlapThreshold: Float
  /// The largest number of candidates of an image.
  package let candidateLimit: Int
  /// Images with a phrase.
  package private(set) var images = 0
  /// Candidates of these images.
  package private(set) var candidates = 0
  /// Of all phrases.
  package private(set) var ranks: RetrievalRankCounts
  /// Of each category's phrases, in the order of `categories`.
  package private(set) var ranksByCategory: [RetrievalRankCounts]

  /// - Parameters:
  ///   - categories: their names, each once, on every rank the same.
  ///   - candidateLimit: the largest number of candidates of an image, on every rank the same.
  package init(categories: [String], candidateLimit: Int, overlapThreshold: Float = 0.5) {
    precondition(overlapThreshold > 0 && overlapThreshold <= 1)
    precondition(Set(categories).count == categories.count, "a category stands twice")
    self.categories = categories
    self.overlapThreshold = overlapThreshold
    self.candidateLimit = candidateLimit
    ranks = RetrievalRankCounts(limit: candidateLimit)
    ranksByCategory = categories.map { _ in RetrievalRankCounts(limit: candidateLimit) }
  }

  /// Counts an image, which must come once only; one without a phrase counts for nothing.
  ///
  /// - Parameters:
  ///   - image: its id, for messages.
  ///   - phrases: those with a true box.
  ///   - scores: `[T, N]`, of each text of the image with each candidate; the best have the largest.
  /// - Throws: `Failure(.software)` that names the phrase and the candidate with NaN or an infinity, before anything
  ///   is counted.
  package mutating func add(image: String, phrases: [LocalizationPhrase], scores: Matrix) throws {
    precondition(scores.columns <= candidateLimit, "more candidates than were announced")
    if phrases.isEmpty { return }
    let found = try phrases.map { phrase in
      precondition(phrase.overlaps.count == scores.columns, "overlaps of other candidates")
      let row = scores.rows(phrase.row..<phrase.row + 1)
      return try withExtendedLifetime(row) {
        let numbers = UnsafeBufferPointer(row.elements)
        try phrase.checkFinite(scores: numbers, image: image)
        return phrase.rank(scores: numbers, overlapThreshold: overlapThreshold)
      }
    }
    images += 1
    candidates += scores.columns
    for (phrase, rank) in zip(phrases, found) { count(rank, categories: phrase.categories) }
  }

  private mutating func count(_ rank: Int?, categories places: [Int]) {
    ranks.add(rank)
    for place in Set(places) { ranksByCategory[place].add(rank) }
  }

  /// Of two parts that share no image.
  package static func + (left: LocalizationTally, right: LocalizationTally) -> LocalizationTally {
    precondition(
      left.categories == right.categories && left.candidateLimit == right.candidateLimit
        && left.overlapThreshold == right.overlapThreshold, "tallies of different kinds")
    var sum = left
    sum.numbers = zip(left.numbers, right.numbers).map { $0 + $1 }
    return sum
  }

  /// All counts, for the sum over ranks: as many and in the same order for the same categories and candidate limit.
  package var numbers: [Int] {
    get { [images, candidates] + ranks.counts + ranksByCategory.flatMap(\.counts) }
    set {
      let width = candidateLimit + 1
      precondition(newValue.count == 2 + width * (1 + categories.count), "counts of another tally")
      func counts(_ place: Int) -> RetrievalRankCounts {
        RetrievalRankCounts(counts: Array(newValue[2 + place * width..<2 + (place + 1) * width]))
      }
      (images, candidates, ranks) = (newValue[0], newValue[1], counts(0))
      ranksByCategory = categories.indices.map { counts($0 + 1) }
    }
  }
}
