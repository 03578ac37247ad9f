import Losses
import Testing

@Suite("Sums of a loss")
struct LossSumsTests {
  private static func sums(_ kind: any LossSums.Type, _ numbers: [Double]) -> any LossSums {
    kind.init(numbers: numbers)
  }

  private static let all = [
    sums(RankingLossSums.self, [1, 0.5, 0.25, 0.125, 7, 9]), sums(LogisticLossSums.self, [0.75, 9, 5]),
  ]

  @Test("They come back from the numbers that are added up over parts")
  func numbers() {
    #expect(Self.all.map(\.numbers) == [[1, 0.5, 0.25, 0.125, 7, 9], [0.75, 9, 5]])
    #expect(Self.all.map(\.loss) == [1.875, 0.75])
  }

  @Test("The metrics file names what there is besides the value")
  func metrics() {
    let metrics = Self.all.map { Dictionary(uniqueKeysWithValues: $0.metrics.map { ($0.name, $0.value) }) }
    #expect(
      metrics[0] == [
        "loss_sentence_anchor": 1, "loss_image_anchor": 0.5, "loss_image_neighbors": 0.25,
        "loss_sentence_neighbors": 0.125, "active_triplets": 7, "triplets": 9,
      ])
    #expect(metrics[1] == ["pairs": 9, "correct_pairs": 5])
  }

  @Test("There are negatives where there is a triplet, or a pair that is not positive")
  func negatives() {
    #expect(Self.all[0].hasNegatives(besides: 100))
    #expect(!Self.sums(RankingLossSums.self, [0, 0, 0, 0, 0, 0]).hasNegatives(besides: 0))
    #expect(Self.all[1].hasNegatives(besides: 8) && !Self.all[1].hasNegatives(besides: 9))
  }
}
