import Random
import Testing

@testable import Evaluation

@Suite("What no model can exceed")
struct CeilingTests {
  /// Classes and matches of one direction, drawn at random.
  private struct Case {
    var queries: [Int]
    var candidates: [Int]
    var matches: [[Int32]]

    /// - Parameter most: matches of a query.
    init(seed: Int, most: Int) {
      var random = RandomStream(seed: 3, purpose: .synthetic, time: most, index: seed)
      let (classes, kinds) = (1 + random.nextIndex(below: 4), 1 + random.nextIndex(below: 5))
      let count = kinds + random.nextIndex(below: 12)
      queries = (0..<9).map { _ in random.nextIndex(below: classes) }
      // Each class is there.
      candidates = Array(0..<kinds) + (kinds..<count).map { _ in random.nextIndex(below: kinds) }
      matches = queries.map { _ in
        Set((0..<1 + random.nextIndex(below: most)).map { _ in Int32(random.nextIndex(below: count)) })
          .sorted()
      }
    }

    var search: CeilingSearch {
      CeilingSearch(queries: queries, candidates: candidates) { [matches] in matches[$0][...] }
    }

    /// The most queries found at each limit, by trying every order of the classes for every class of queries.
    var bruteForce: [Double] {
      let orders = Self.permutations(Set(candidates).sorted())
      return RecallCeiling.limits.map { limit in
        let found = Set(queries).reduce(0) { sum, kind in
          let own = queries.indices.filter { queries[$0] == kind }
          let best = orders.map { order in own.count { rank(of: $0, order) <= limit } }.max() ?? 0
          return sum + best
        }
        return 100 * Double(found) / Double(queries.count)
      }
    }

    /// 1 plus the candidates that are no match and at least as good as the best match.
    private func rank(of query: Int, _ order: [Int]) -> Int {
      let own = Set(matches[query])
      let place = own.compactMap { order.firstIndex(of: candidates[Int($0)]) }.min() ?? 0
      let reached = Set(order[...place])
      return 1
        + candidates.indices.count { reached.contains(candidates[$0]) && !own.contains(Int32($0)) }
    }

    private static func permutations(_ items: [Int]) -> [[Int]] {
      guard items.count > 1 else { return [items] }
      return items.flatMap { first in permutations(items.filter { $0 != first }).map { [first] + $0 } }
    }
  }

  @Test("With one match a query it is what the best of all orders reaches", arguments: 0..<200)
  func exact(seed: Int) {
    let drawn = Case(seed: seed, most: 1)
    #expect(drawn.search.recalls == drawn.bruteForce, "\(drawn)")
  }

  @Test("With several matches it is never below that", arguments: 0..<200)
  func bound(seed: Int) {
    let drawn = Case(seed: seed, most: 3)
    let pairs = zip(drawn.search.recalls, drawn.bruteForce)
    #expect(pairs.allSatisfy { $0 >= $1 && $0 <= 100 }, "\(drawn)")
  }

  @Test("Equal captions: of five images with one caption, one can be first, and the images' own captions tie")
  func equalCaptions() throws {
    let captions = (0..<40).map { $0 / 5 }
    let own = RetrievalMatches(imageCount: 40, imageOfCaption: Array(0..<40))
    let rules = try RetrievalProtocol(images: 40, captions: 40, matches: own, folds: 1)
    let ceiling = RetrievalCeiling(rules, images: Array(0..<40), captions: captions)
    #expect(ceiling.textToImage == RecallCeiling(meanOf: [[20, 100, 100]]))
    #expect(ceiling.imageToText == RecallCeiling(meanOf: [[0, 100, 100]]))
    #expect(ceiling.text == "image -> text R@1 0.0; text -> image R@1 20.0")
    let equal = RetrievalMatches(
      captionsOfImage: { image in (0..<5).map { Int32(image / 5 * 5 + $0) }[...] },
      imagesOfCaption: { caption in (0..<5).map { Int32(caption / 5 * 5 + $0) }[...] })
    let all = try RetrievalProtocol(images: 40, captions: 40, matches: equal, folds: 1, truth: .equalTexts)
    #expect(RetrievalCeiling(all, images: Array(0..<40), captions: captions).text == nil)
  }

  @Test("A fold counts only what stands in it, and folds are averaged")
  func folds() throws {
    // The two images of the first fold have one caption text; those of the second have two.
    let own = RetrievalMatches(imageCount: 4, imageOfCaption: [0, 1, 2, 3])
    let rules = try RetrievalProtocol(images: 4, captions: 4, matches: own, folds: 2)
    let ceiling = RetrievalCeiling(rules, images: [0, 1, 2, 3], captions: [0, 0, 1, 2])
    #expect(ceiling.textToImage == RecallCeiling(meanOf: [[75, 100, 100]]))
    #expect(ceiling.imageToText == RecallCeiling(meanOf: [[50, 100, 100]]))
  }
}
