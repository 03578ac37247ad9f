import TestSupport
import Testing

@testable import Sampling

@Suite("The pairs of one rank")
struct PairRunTests {
  /// Three positives with three, none and two negatives.
  private static let run = PairRun(
    texts: [0, 0, 4, 0, 1, 2, 2, 5], images: [7, 8, 7, 9, 3, 6, 1, 6], labels: [1, -1, -1, -1, 1, 1, -1, -1],
    globalCount: 50)

  private func places(_ limit: Int, _ scores: [Float]) -> [[Int32]] {
    let kept = Self.run.keepingHardest(limit, scores: scores, globalCount: 9)
    #expect(kept.globalCount == 9 && kept.images.count == kept.count && kept.labels.count == kept.count)
    return zip(zip(kept.texts, kept.images), kept.labels).map { [$0.0, $0.1, Int32($1)] }
  }

  @Test("Each positive keeps its highest negatives, in their order, and all where there are fewer")
  func highest() {
    #expect(
      places(2, [0.5, -3, 0.75, -2, -1]) == [
        [0, 7, 1], [0, 8, -1], [0, 9, -1], [1, 3, 1], [2, 6, 1], [2, 1, -1], [5, 6, -1],
      ])
    #expect(
      places(1, [0.5, 3, 0.75, -2, -1]) == [[0, 7, 1], [4, 7, -1], [1, 3, 1], [2, 6, 1], [5, 6, -1]])
    #expect(places(3, [1, 2, 3, 4, 5]).count == 8)
  }

  @Test("Of equal scores the one drawn first is kept; scores that are no numbers change no count")
  func ties() {
    #expect(places(1, [2, 2, 2, 0, 0]) == [[0, 7, 1], [0, 8, -1], [1, 3, 1], [2, 6, 1], [2, 1, -1]])
    #expect(places(1, [.nan, .nan, 1, .nan, .nan]).count == 5)
  }

  @Test("A rank without texts has no pairs")
  func empty() {
    let empty = PairRun(texts: [], images: [], labels: [], globalCount: 4)
    #expect(empty.keepingHardest(2, scores: [], globalCount: 3).count == 0 && empty.negatives.isEmpty)
  }

  @Test("The pairs that all ranks keep are as many as the draws foretell", arguments: 1...8)
  func globalCount(limit: Int) {
    let links = BatchCase.regions.batchLinks
    let rule = NegativeRule(count: limit, choice: .hardest, candidates: 8)
    let pairs = BatchPairs(links: links, negatives: rule, seed: 2, step: 4)
    let kept = (0..<links.imagesOfText.count).reduce(0) { sum, text in
      let run = pairs.run(ofTexts: text..<text + 1)
      let scores = run.negatives.map { Float(($0 * 37) % 11) }
      return sum + run.keepingHardest(limit, scores: scores, globalCount: 0).count
    }
    #expect(pairs.count(keepingNegatives: limit) == kept)
    #expect(kept < pairs.count || limit == 8)
  }
}
