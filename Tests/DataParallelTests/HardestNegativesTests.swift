import DataParallel
import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

@Suite("The hardest negatives")
struct HardestNegativesTests {
  private static let rule = NegativeRule(count: 2, choice: .hardest, candidates: 6)
  private let links = BatchCase.regions.batchLinks
  private let layout: ParameterLayout
  private let parameters: Matrix
  private let embeddings: Sides<Matrix>
  private let running: HeadStatistics

  init() {
    let branch = BranchShape(inputColumns: 3, hidden: 2, embedding: 4, input: .dense)
    let shape = HeadShape(embedding: 4, hidden: 7, output: 5)
    layout = ParameterLayout(NetworkShape(image: branch, text: branch, head: shape))
    parameters = Matrix.random(rows: 1, columns: layout.count, seed: 3)
    embeddings = Sides(
      image: Matrix.random(rows: links.textsOfImage.count, columns: 4, seed: 4),
      text: Matrix.random(rows: links.imagesOfText.count, columns: 4, seed: 5))
    var running = HeadStatistics(shape)
    running.first.mean = randomNumbers(7, seed: 6)
    running.second.variance = randomNumbers(5, seed: 7).map { 0.5 + $0 * $0 }
    self.running = running
  }

  private func objective(_ rule: NegativeRule) -> SimilarityLoss {
    var head = SimilarityHead(
      HeadShape(embedding: 4, hidden: 7, output: 5),
      layout: layout, flat: parameters.pointer, owner: nil)
    head.running = running
    return SimilarityLoss(head: head, negatives: rule)
  }

  private func pairs(_ texts: Range<Int>, _ rule: NegativeRule = rule) -> PairRun {
    pairs([texts], rule)[0]
  }

  private func pairs(_ blocks: [Range<Int>], _ rule: NegativeRule = rule) -> [PairRun] {
    withExtendedLifetime(parameters) {
      objective(rule).pairs(ofTexts: blocks, links: links, embeddings, seed: 8, step: 9)
    }
  }

  @Test(
    "Of the negatives drawn those are kept that the twin in doubles scores highest, by the running estimates")
  func twin() {
    let drawn = BatchPairs(links: links, negatives: Self.rule, seed: 8, step: 9)
    let scores = twinScores(drawn)
    let positives = (0..<drawn.count).filter { drawn.labels[$0] > 0 }
    var expected: [Int] = []
    for (positive, next) in zip(positives, positives.dropFirst() + [drawn.count]) {
      let order = (positive + 1..<next).sorted { scores[$0] > scores[$1] }
      expected += [positive] + order.prefix(2).sorted()
    }
    let found = pairs(0..<links.imagesOfText.count)
    #expect(found.texts == expected.map { drawn.texts[$0] })
    #expect(found.images == expected.map { drawn.images[$0] })
    #expect(found.labels == expected.map { drawn.labels[$0] } && found.globalCount == expected.count)
    #expect(found != pairs(0..<links.imagesOfText.count, NegativeRule(count: 2)))
  }

  @Test("The ranks' pairs make up those of one rank", arguments: 1...8)
  func ranks(size: Int) {
    let whole = pairs(0..<links.imagesOfText.count)
    let slices = (0..<size).map { BatchCase.regions.batch.slice(rank: $0, of: size) }
    let parts = slices.map { pairs($0.texts) }
    #expect(pairs(slices.map(\.texts)) == parts)
    #expect(parts.flatMap(\.texts) == whole.texts && parts.flatMap(\.images) == whole.images)
    #expect(parts.flatMap(\.labels) == whole.labels)
    #expect(parts.allSatisfy { $0.globalCount == whole.count })
  }

  private func twinScores(_ pairs: BatchPairs) -> [Double] {
    var features = DoubleMatrix(rows: pairs.count, columns: 4)
    for pair in 0..<pairs.count {
      for column in 0..<4 {
        features[pair, column] =
          Double(embeddings.image[Int(pairs.images[pair]), column])
          * Double(embeddings.text[Int(pairs.texts[pair]), column])
      }
    }
    return HeadTwin(layout, flat: parameters.numbers.map(Double.init)).scores(features, running: running)
  }
}
