import Losses
import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

@Suite("Regions and phrases, many to many, against PyTorch's autograd")
struct RegionsGoldenTests {
  private let base: Golden
  private let golden: RegionsGolden
  private let tools = GoldenTests()

  init() throws {
    (base, golden) = (try Golden.load(), try RegionsGolden.load())
  }

  @Test(
    "The batch has what makes localization hard: ambiguous pairs, and more and fewer negatives than count")
  func batch() {
    let links = golden.batchCase.batchLinks
    #expect(links.maskedPairs > 0)
    for lists in [
      links.ambiguous?.imagesOfText, links.ambiguous?.neighborImages, links.ambiguous?.neighborTexts,
    ] {
      #expect((lists?.pairCount ?? 0) > 3)
    }
    let ownNegatives = golden.texts.indices.map { text in
      let taken = links.imagesOfText[text] + (links.ambiguous?.imagesOfText[text] ?? [])
      let photo = golden.textStarts.lastIndex { $0 <= text } ?? 0
      return (golden.imageStarts[photo]..<golden.imageStarts[photo + 1]).count { !taken.contains(Int32($0)) }
    }
    #expect(ownNegatives.contains { $0 < golden.topViolations })
    #expect(ownNegatives.contains { $0 > golden.topViolations })
  }

  @Test(
    "Three steps of the four-term ranking loss, on one rank and cut into three",
    arguments: NegativeRule.Scope.allCases, [1, 3])
  func ranking(_ scope: NegativeRule.Scope, ranks: Int) throws {
    let expected = try #require(golden.ranking[scope.rawValue])
    let pass = NetworkPass(base.shape(text: .sparse))
    tools.fill(pass, with: golden.parameters)
    let moments = Matrix(rows: 2, columns: pass.layout.count)
    var running: Sides<RunningStatistics>?
    for (step, losses) in expected.losses.enumerated() {
      let outcome = pass.run(
        inputs: golden.inputs(base, text: .sparse), golden.batchCase, loss: golden.loss(base, scope),
        dropout: dropout(step), slices: (0..<ranks).map { golden.batchCase.batch.slice(rank: $0, of: ranks) },
        running: running)
      for (found, expected) in zip(outcome.sums.terms.all, losses.all) {
        expectClose(Difference([found], from: [expected]), within: tolerance(step))
      }
      if step == 0 { tools.compare(outcome.gradient, pass.layout, with: expected.gradients) }
      tools.update(pass, outcome.gradient, moments, base, step: step + 1)
      running = outcome.running[0]
    }
    tools.compare(pass.parameters.numbers, pass.layout, with: expected.parametersAfter)
    tools.compare(try #require(running), with: expected.runningAfter, within: 1e-5)
  }

  @Test("The scopes have other losses, so that each test tries its own")
  func scopes() throws {
    let first = NegativeRule.Scope.allCases.compactMap { golden.ranking[$0.rawValue]?.losses.first?.all }
    #expect(first.count == 2)
    #expect(zip(first[0], first[1]).allSatisfy { abs($0 - $1) > 0.01 * $0 }, "\(first)")
  }

  @Test("Three steps of the similarity network, with negatives of the phrase's own photo first")
  func similarity() throws {
    let (sizes, expected) = (try SimilarityGolden.load(), golden.similarity)
    let branches = base.shape(text: .sparse)
    let pass = NetworkPass(
      NetworkShape(
        image: branches.image, text: branches.text,
        head: HeadShape(embedding: base.embedding, hidden: sizes.headHidden, output: sizes.headOutput)))
    tools.fill(pass, with: golden.parameters)
    let moments = Matrix(rows: 2, columns: pass.layout.count)
    var outcome: NetworkPass.SimilarityOutcome?
    for (step, loss) in expected.losses.enumerated() {
      let next = try pass.run(
        inputs: golden.inputs(base, text: .sparse), pairs: pairs(step), dropout: dropout(step), after: outcome
      )
      expectClose(Difference([next.sums.loss], from: [loss]), within: tolerance(step))
      if step == 0 { tools.compare(next.gradient, pass.layout, with: expected.gradients) }
      tools.update(pass, next.gradient, moments, base, step: step + 1)
      outcome = next
    }
    tools.compare(pass.parameters.numbers, pass.layout, with: expected.parametersAfter)
    let last = try #require(outcome)
    tools.compare(last.running, with: expected.runningAfter, within: 1e-5)
    SimilarityGoldenTests().compare(last.head, with: expected.runningAfter)
  }

  private func pairs(_ step: Int) -> BatchPairs {
    BatchPairs(
      links: golden.batchCase.batchLinks,
      negatives: NegativeRule(count: golden.negatives, scope: .neighborhoodFirst, sides: .images),
      seed: base.seed, step: step)
  }

  private func dropout(_ step: Int) -> Dropout {
    Dropout(rate: base.dropoutRate, seed: base.seed, step: step)
  }

  /// Later losses are those of parameters that have drifted apart by rounding.
  private func tolerance(_ step: Int) -> Double { step == 0 ? 1e-5 : 1e-4 }
}
