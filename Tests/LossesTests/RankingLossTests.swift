import Losses
import Sampling
import TestSupport
import Testing

struct RankingLossTests {
  @Test(
    "Each term, and all together, are those of a twin that sorts every hinge", arguments: BatchCase.all,
    RankingLossCase.termWeights)
  func values(_ batchCase: BatchCase, _ weights: [Float]) {
    for (margin, topViolations) in [(0.3, 1), (0.3, 3), (0.05, 10), (1, 50)] as [(Float, Int)] {
      for scope in NegativeRule.Scope.allCases {
        compare(
          RankingLossCase(
            batchCase, weights: weights, topViolations: topViolations, margin: margin, negativeScope: scope))
      }
    }
  }

  @Test("Negatives of the own neighbourhood go before nearer ones of others")
  func scopeMatters() {
    func loss(_ scope: NegativeRule.Scope) -> Double {
      let example = RankingLossCase(
        .regions, weights: [1, 1, 1, 1], topViolations: 2, negativeScope: scope)
      return example.evaluate([example.whole]).sums.loss
    }
    // The nearest of all are at least as near as the nearest of some.
    #expect(loss(.neighborhoodFirst) < loss(.batch) - 0.01)
  }

  @Test("Every term counts in the batch with equal texts", arguments: 0..<4)
  func noTermIsEmpty(_ term: Int) {
    let loss = RankingLossCase(
      .equalTexts, weights: RankingLossCase.termWeights[4], topViolations: 3
    ).evaluate([RankingLossCase(.equalTexts, weights: [1, 1, 1, 1], topViolations: 3).whole])
    #expect(loss.sums.terms.all[term] > 0.01)
  }

  @Test("Equal embeddings of equal texts and an image on its text", arguments: RankingLossCase.termWeights)
  func equalEmbeddings(_ weights: [Float]) {
    for topViolations in [1, 2, 10] {
      let example = RankingLossCase(.equalTexts, weights: weights, topViolations: topViolations)
      let rows = example.batchCase.batch.texts
      // Texts 0 and 4, and 3, 9 and 12, are equal; the rows of the batch do not tell.
      for (copy, original) in [(4, 0), (9, 3), (12, 3)] as [(Int32, Int32)] {
        guard let to = rows.firstIndex(of: copy), let from = rows.firstIndex(of: original) else { continue }
        for column in 0..<5 { example.texts[to, column] = example.texts[from, column] }
      }
      for column in 0..<5 { example.images[1, column] = example.texts[1, column] }
      compare(example)
    }
  }

  @Test("A large margin makes every hinge active, none a large negative one")
  func activeCounts() {
    let all = RankingLossCase(.equalTexts, weights: [1, 1, 1, 1], topViolations: 4, margin: 5)
    let none = RankingLossCase(.equalTexts, weights: [1, 1, 1, 1], topViolations: 4, margin: -5)
    let sums = all.evaluate([all.whole]).sums
    #expect(sums.triplets > 0 && sums.activeTriplets == sums.triplets)
    let outcome = none.evaluate([none.whole])
    #expect(outcome.sums.activeTriplets == 0 && outcome.sums.loss == 0)
    #expect(outcome.gradient.allSatisfy { $0 == 0 })
  }

  private func compare(_ example: RankingLossCase, sourceLocation: SourceLocation = #_sourceLocation) {
    let found = example.evaluate([example.whole]).sums
    let expected = example.twin
    for (found, expected) in zip(found.terms.all + [found.loss], expected.terms.all + [expected.loss]) {
      expectClose(Difference([found], from: [expected]), within: 1e-5, sourceLocation: sourceLocation)
    }
    #expect(found.activeTriplets == expected.activeTriplets, sourceLocation: sourceLocation)
    #expect(found.triplets == expected.triplets, sourceLocation: sourceLocation)
  }
}
