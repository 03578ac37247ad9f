import Sampling
import Testing
import Training

@Suite("The order of a run's batches")
struct BatchOrderTests {
  /// Seven images with two captions each: epochs of five batches.
  private let sampler = NeighborhoodSampler(
    links: Links(imageCount: 7, imageOfText: (0..<14).map { $0 / 2 }), batchImages: 3, sentencesPerImage: 2,
    seed: 5)

  private func all(_ order: BatchOrder) -> [BatchOrder.Element] {
    var order = order
    var result: [BatchOrder.Element] = []
    while let next = order.next() { result.append(next) }
    #expect(order.next() == nil, "nothing comes after the end")
    return result
  }

  private func places(_ order: BatchOrder) -> [[Int]] { all(order).map { [$0.epoch, $0.index] } }

  @Test("Each epoch's batches follow one another, and are the sampler's")
  func epochs() {
    let found = all(BatchOrder(sampler, epochCount: 3))
    #expect(found.map { [$0.epoch, $0.index] } == (0..<15).map { [$0 / 5, $0 % 5] })
    #expect(found.allSatisfy { $0.batch == sampler.epoch($0.epoch).batch($0.index) })
    #expect(found[0].batch != found[5].batch, "epochs differ")
  }

  @Test("It goes on from within an epoch, at its last batch and at the beginning of the next")
  func resuming() {
    #expect(
      places(BatchOrder(sampler, epoch: 1, index: 3, epochCount: 3)) == (8..<15).map { [$0 / 5, $0 % 5] })
    #expect(places(BatchOrder(sampler, epoch: 1, index: 4, epochCount: 2)) == [[1, 4]])
    #expect(places(BatchOrder(sampler, epoch: 2, epochCount: 2)) == [])
  }

  @Test(
    "Behind an epoch's last batch, where a run may stop before its evaluation, comes the next epoch's first")
  func behindAnEpoch() {
    #expect(places(BatchOrder(sampler, epoch: 1, index: 5, epochCount: 3)) == (0..<5).map { [2, $0] })
    #expect(places(BatchOrder(sampler, epoch: 2, index: 5, epochCount: 3)) == [])
  }

  @Test("A limit of steps ends it, within an epoch and beyond its end", arguments: [0, 1, 5, 6, 11])
  func limit(steps: Int) {
    let found = places(BatchOrder(sampler, epochCount: 2, stepCount: steps))
    #expect(found == (0..<min(steps, 10)).map { [$0 / 5, $0 % 5] })
  }

  @Test("What is left of a run: from its progress to --max-steps or --epochs, nothing when it is over")
  func leftOfARun() throws {
    var progress = TrainingProgress()
    (progress.step, progress.epoch, progress.batch) = (8, 1, 3)
    func left(_ settings: [String: String]) throws -> [[Int]] {
      let configuration = try TrainingConfiguration(
        settings: settings.map { Setting(name: $0.key, value: $0.value) })
      return places(BatchOrder(sampler, after: progress, configuration))
    }
    #expect(try left(["epochs": "2"]) == [[1, 3], [1, 4]])
    #expect(try left(["epochs": "3", "max-steps": "11"]) == [[1, 3], [1, 4], [2, 0]])
    #expect(try left(["epochs": "3", "max-steps": "8"]) == [])
    #expect(try left(["epochs": "1"]) == [])
    progress.evaluationsSinceBest = 2
    #expect(try left(["epochs": "3", "patience": "2"]) == [])
  }
}
