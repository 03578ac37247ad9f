import Datasets
import Failures
import Foundation
import Sampling
import Tensor
import TestSupport
import Testing
import Training
import TwoBranch

@Suite("Reading a batch ahead")
struct BatchReaderTests {
  private let data: TemporaryDirectory
  private let split: EncodedSplit
  private let sampler: NeighborhoodSampler
  private static let imageCount = 11

  init() throws {
    data = try TemporaryDirectory()
    let vectors = Matrix.random(rows: 2 * Self.imageCount, columns: 3, seed: 2)
    let images = Matrix.random(rows: Self.imageCount, columns: 5, seed: 1)
    let rows = try data.split(
      rows: (0..<images.rows).map { images.rows($0..<$0 + 1).numbers },
      captions: (0..<vectors.rows).map { "caption \($0)" },
      vectors: (0..<vectors.rows).map { vectors.rows($0..<$0 + 1).numbers })
    split = try EncodedSplit(rows, encoder: try InputEncoder(fittedTo: rows, TrainingConfiguration.parse([])))
    sampler = NeighborhoodSampler(links: rows.links, batchImages: 4, sentencesPerImage: 2, seed: 3)
  }

  private var order: BatchOrder { BatchOrder(sampler, epochCount: 3) }

  private func numbers(_ inputs: Sides<BranchInput>) throws -> [[Float]] {
    try [Side.image, .text].map { side in
      guard case .dense(let matrix) = inputs[side] else { throw Failure(.software, "input is not dense") }
      return matrix.numbers
    }
  }

  @Test(
    "Every batch of every epoch has the rows that reading it in turn gives, on any rank",
    arguments: [(0, 1), (0, 2), (1, 2), (2, 3), (5, 6)])
  func sameRows(rank: Int, size: Int) throws {
    let reader = try BatchReader(order, rank: rank, of: BlockDealing(ranks: size), from: split)
    var inTurn = order
    var steps = 0
    while let next = try reader.next() {
      let due = inTurn.next()
      let place = try #require(due)
      #expect(next.place.epoch == place.epoch && next.place.index == place.index)
      #expect(next.batch == place.batch)
      let expected = try RankBatch(
        place, rank: rank, of: BlockDealing(ranks: size), from: split, into: InputBuffers())
      #expect(try numbers(next.inputs) == numbers(expected.inputs), "step \(steps)")
      steps += 1
    }
    #expect(inTurn.next() == nil && steps == 3 * sampler.batchCount(ofEpoch: 0))
  }

  @Test("A batch is left alone while the next one is read")
  func valid() throws {
    let reader = try BatchReader(order, rank: 0, of: BlockDealing(ranks: 1), from: split)
    for step in 0..<10 {
      let next = try reader.next()
      let batch = try #require(next)
      let before = try numbers(batch.inputs)
      // Far longer than the reading takes.
      usleep(20_000)
      #expect(try numbers(batch.inputs) == before, "step \(step)")
    }
  }

  @Test("A run without steps reads nothing")
  func empty() throws {
    let none = BatchOrder(sampler, epochCount: 3, stepCount: 0)
    #expect(try BatchReader(none, rank: 0, of: BlockDealing(ranks: 1), from: split).next() == nil)
  }

  @Test("A file that is shortened fails the batch that needs the rows, with one failure that names it")
  func shortened() throws {
    let reader = try BatchReader(order, rank: 0, of: BlockDealing(ranks: 1), from: split)
    _ = try reader.next()
    #expect(truncate(data.file("train_sents.npy"), 200) == 0)
    expectFailure(.badData, "train_sents.npy", "shorter while it is in use") {
      // The one that was read before the file changed may still come.
      for _ in 0..<3 { _ = try reader.next() }
    }
  }

  @Test("A reader that is dropped while it reads does no harm")
  func dropped() throws {
    for _ in 0..<200 { _ = try BatchReader(order, rank: 0, of: BlockDealing(ranks: 1), from: split) }
    let reader = try BatchReader(order, rank: 0, of: BlockDealing(ranks: 1), from: split)
    #expect(try reader.next()?.place.index == 0)
  }
}
