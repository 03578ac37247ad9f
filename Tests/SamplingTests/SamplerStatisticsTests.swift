import Sampling
import Testing

/// Chance over many epochs of 20 images with 5 texts in batches of 6: 17 batches, five full laps and a partial
/// one, images across laps. The seed is fixed; bounds are five standard deviations or more.
struct SamplerStatisticsTests {
  static let epochCount = 400
  static let imageCount = 20
  static let plans: [[GlobalBatch]] = {
    let sampler = NeighborhoodSampler(
      links: SamplerCase.fives(imageCount), batchImages: 6, sentencesPerImage: 2, seed: 2024)
    return (0..<epochCount).map { epoch in
      let plan = sampler.epoch(epoch)
      return (0..<plan.batchCount).map(plan.batch)
    }
  }()

  @Test("Each pair of images meets about as often as chance has it")
  func pairsOfImages() {
    let count = Self.imageCount
    var meetings = [Int](repeating: 0, count: count * count)
    for batch in Self.plans.joined() {
      for one in batch.images {
        for other in batch.images where one < other { meetings[Int(one) * count + Int(other)] += 1 }
      }
    }
    let pairs = (0..<count).flatMap { one in (0..<one).map { meetings[$0 * count + one] } }
    // An epoch has 15 batches of 6 and 2 of 5: 245 meetings over 190 pairs.
    let expected = Double(Self.epochCount) * 245 / 190
    let worst = pairs.map { abs(Double($0) - expected) }.max() ?? .infinity
    #expect(worst < 5 * expected.squareRoot(), "expected \(expected), worst off by \(worst)")
  }

  @Test("Two texts of an image stand in adjacent batches no more often than chance has it")
  func distanceOfTexts() {
    var adjacent = 0
    var pairs = 0
    for plan in Self.plans {
      var batchesOfImage = [[Int]](repeating: [], count: Self.imageCount)
      for (index, batch) in plan.enumerated() {
        for image in batch.images { batchesOfImage[Int(image)].append(index) }
      }
      for batches in batchesOfImage {
        adjacent += zip(batches, batches.dropFirst()).count { $1 - $0 == 1 }
        pairs += batches.count * (batches.count - 1) / 2
      }
    }
    // 16 of the 136 pairs of batches are adjacent.
    let share = Double(adjacent) / Double(pairs)
    #expect(abs(share - 2.0 / 17) < 0.008, "share \(share)")
  }

  @Test("The smaller batches of an epoch stand anywhere in it")
  func smallerBatches() {
    var counts = [Int](repeating: 0, count: 17)
    for plan in Self.plans {
      for (index, batch) in plan.enumerated() where batch.images.count == 5 { counts[index] += 1 }
    }
    #expect(counts.reduce(0, +) == 2 * Self.epochCount)
    // 47 expected, standard deviation 6.4.
    #expect(counts.allSatisfy { abs($0 - 47) < 33 }, "\(counts)")
  }

  @Test(
    "Each text is anchor and neighbour in any batch, and picks each other text of its image equally often")
  func neighborChoice() {
    var picks = [Int](repeating: 0, count: 25)
    for batch in Self.plans.joined() {
      for texts in batch.images.indices.map({ batch.texts[batch.texts(ofNeighborhood: $0)] }) {
        guard let anchor = texts.first, let neighbor = texts.last else { continue }
        picks[Int(anchor % 5) * 5 + Int(neighbor % 5)] += 1
      }
    }
    for (index, count) in picks.enumerated() {
      if index % 6 == 0 {
        #expect(count == 0)
      } else {
        // 2000 expected, standard deviation 39.
        #expect(abs(count - Self.epochCount * Self.imageCount / 4) < 200, "\(picks)")
      }
    }
  }

  @Test("A text with several images is an anchor for each of them equally often")
  func anchorImages() {
    let links = Links(imageCount: 3, imagesOfText: [[0, 1, 2], [0], [1], [2]])
    let sampler = NeighborhoodSampler(links: links, batchImages: 2, sentencesPerImage: 1, seed: 5)
    var counts = [0, 0, 0]
    for epoch in 0..<600 {
      let plan = sampler.epoch(epoch)
      for batch in (0..<plan.batchCount).map(plan.batch) {
        for (image, text) in zip(batch.images, batch.texts) where text == 0 { counts[Int(image)] += 1 }
      }
    }
    #expect(counts.reduce(0, +) == 600)
    #expect(counts.allSatisfy { abs($0 - 200) < 60 }, "\(counts)")
  }

  @Test("What follows an image across two laps meets the batches it already has as often as the others")
  func batchesAlreadyMet() {
    // Laps of four: a a a b | b b c. Two batches are left for c, that of the first b and one more.
    var rows = 0
    var meetings = 0
    for epoch in 0..<2000 {
      let row = AnchorRow(anchorImages: [0, 0, 0, 1, 1, 1, 2], imageCount: 3, seed: 21, epoch: epoch)
      guard row.images.last == 2 else { continue }
      let batches = row.dealt(to: 4, seed: 21, epoch: epoch)
      rows += 1
      if batches[6] == batches[3] { meetings += 1 }
    }
    // Of about 667 rows one half, standard deviation 0.02.
    let share = Double(meetings) / Double(rows)
    #expect(abs(share - 0.5) < 0.1, "share \(share) of \(rows)")
  }
}
