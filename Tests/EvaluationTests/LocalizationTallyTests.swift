import Evaluation
import Failures
import Tensor
import Testing

@Suite struct LocalizationTallyTests {
  private static let names = ["people", "other", "toys"]

  /// One image with one phrase, its score row and its overlaps.
  private func tally(_ scores: [Float], _ overlaps: [Float], threshold: Float = 0.5) throws
    -> LocalizationTally
  {
    var tally = LocalizationTally(
      categories: Self.names, candidateLimit: 30, overlapThreshold: threshold)
    let phrase = LocalizationPhrase(text: "a man", row: 0, overlaps: overlaps, categories: [0])
    try tally.add(image: "1007129816", phrases: [phrase], scores: Matrix([scores]))
    return tally
  }

  @Test(
    "The figures are those of sorting the candidates, of all phrases and of each category",
    arguments: [(1, 1, 0), (1, 1, 1), (3, 1, 2), (5, 3, 7), (11, 4, 23)], [Float(0.5), 0.75, 1])
  func equalsSorting(size: (images: Int, texts: Int, candidates: Int), threshold: Float) throws {
    let twin = LocalizationTwin(
      images: size.images, texts: size.texts, candidates: size.candidates, categories: 3,
      threshold: threshold, seed: 4)
    let tally = try twin.tally(0..<size.images, categories: Self.names, limit: size.candidates)
    let parts = [(tally.ranks, Int?.none)] + tally.ranksByCategory.enumerated().map { ($1, .some($0)) }
    for (ranks, category) in parts {
      let orders = twin.orders(category: category)
      #expect(ranks.total == orders.count)
      func percent(_ isFound: ([Bool]) -> Bool) -> Double {
        orders.isEmpty ? 0 : 100 * Double(orders.count(where: isFound)) / Double(orders.count)
      }
      for limit in [1, 5, 10, 1000] {
        #expect(ranks.recall(at: limit) == percent { $0.prefix(limit).contains(true) })
      }
      #expect(ranks.upperBound == percent { $0.contains(true) })
      let found = orders.compactMap { $0.firstIndex(of: true) }.map { $0 + 1 }
      let summary = found.isEmpty ? nil : RankSummary(ranks: found)
      #expect(ranks.medianRank == summary?.medianRank)
      #expect(ranks.meanRank == summary?.meanRank)
    }
    #expect(tally.images == size.images)
    #expect(tally.candidates == twin.images.reduce(0) { $0 + ($1.scores.first?.count ?? 0) })
  }

  @Test("The cases of the test by sorting hold ties between right and wrong candidates")
  func tiesAreTested() {
    let twin = LocalizationTwin(images: 11, texts: 4, candidates: 23, categories: 3, threshold: 1, seed: 4)
    let ties = twin.images.flatMap { image in
      image.phrases.filter { phrase in
        let pairs = zip(image.scores[phrase.row], phrase.overlaps)
        guard let best = pairs.filter({ $1 >= 1 }).map(\.0).max() else { return false }
        return pairs.contains { $0 == best && $1 < 1 }
      }
    }
    #expect(ties.count > 20)
  }

  @Test("A model that scores all alike finds a phrase behind every wrong candidate")
  func collapsedModel() throws {
    let tally = try tally(Array(repeating: 0.3, count: 20), Array(repeating: 0.1, count: 18) + [0.9, 0.6])
    #expect(tally.ranks.medianRank == 19)
    #expect(tally.ranks.recall(at: 10) == 0)
    #expect(tally.ranks.upperBound == 100)
  }

  @Test(
    "Scores nearer than a millionth, of large ones nearer by their size, count as equal",
    arguments: [
      (best: Float(0.9), second: Float(0.8999995), rank: 2.0), (0.9, 0.89999, 1), (1000, 999.9995, 2),
      (1000, 999.99, 1), (0, -0.0000005, 2), (-1000, -1000.0005, 2), (-1000, -1000.01, 1),
    ])
  func nearTies(best: Float, second: Float, rank: Double) throws {
    #expect(best != second)
    #expect(try tally([second, best], [0, 1]).ranks.medianRank == rank)
  }

  @Test("An overlap of just the threshold is correct, one below it is not")
  func threshold() throws {
    #expect(try tally([1], [0.5]).ranks.found == 1)
    #expect(try tally([1], [Float(0.5).nextDown]).ranks.found == 0)
    #expect(try tally([1], [0.5], threshold: 0.7).ranks.found == 0)
  }

  @Test("A phrase is counted in each of its categories, and once when one stands twice")
  func severalCategories() throws {
    var tally = LocalizationTally(categories: Self.names, candidateLimit: 2)
    let phrases = [[0, 2], [2, 2], []].map {
      LocalizationPhrase(text: "it", row: 0, overlaps: [0, 1], categories: $0)
    }
    try tally.add(image: "1", phrases: phrases, scores: Matrix([[0, 1]]))
    #expect(tally.ranks.total == 3)
    #expect(tally.ranksByCategory.map(\.total) == [1, 0, 2])
  }

  @Test("An image without a phrase counts for nothing")
  func noPhrase() throws {
    let empty = LocalizationTally(categories: Self.names, candidateLimit: 2)
    var tally = empty
    try tally.add(image: "1", phrases: [], scores: Matrix(rows: 0, columns: 2))
    #expect(tally == empty)
  }

  @Test("The tallies of parts add up to that of the whole, and so do their numbers")
  func partsAddUp() throws {
    let twin = LocalizationTwin(images: 9, texts: 2, candidates: 12, categories: 3, threshold: 1, seed: 7)
    func tally(_ places: Range<Int>) throws -> LocalizationTally {
      try twin.tally(places, categories: Self.names, limit: 12)
    }
    let parts = [try tally(0..<4), try tally(4..<4), try tally(4..<9)]
    let whole = try tally(0..<9)
    #expect(parts[0] + parts[1] + parts[2] == whole)
    var sum = parts[1]
    sum.numbers = sum.numbers.indices.map { place in parts.reduce(0) { $0 + $1.numbers[place] } }
    #expect(sum == whole)
    #expect(parts[0] != whole && parts[2] != whole)
  }

  @Test(
    "A score or an overlap that is not finite is a failure that names the phrase, and nothing is counted",
    arguments: [Float.nan, .infinity, -.infinity])
  func notFinite(number: Float) throws {
    let good = LocalizationPhrase(text: "a dog", row: 0, overlaps: [0, 1], categories: [0])
    let bad = LocalizationPhrase(text: "a man", row: 1, overlaps: [0, 1], categories: [0])
    let worse = LocalizationPhrase(text: "a man", row: 0, overlaps: [number, 1], categories: [0])
    for (phrase, name) in [(bad, "score"), (worse, "overlap")] {
      var tally = LocalizationTally(categories: Self.names, candidateLimit: 2)
      let failure = #expect(throws: Failure.self) {
        try tally.add(image: "1007129816", phrases: [good, phrase], scores: Matrix([[0, 1], [number, 1]]))
      }
      #expect(failure?.status == .software)
      #expect(failure?.found == "the \(name) of \"a man\" with candidate 0 is \(number)")
      #expect(failure?.location == "image 1007129816")
      #expect(tally == LocalizationTally(categories: Self.names, candidateLimit: 2))
    }
  }
}
