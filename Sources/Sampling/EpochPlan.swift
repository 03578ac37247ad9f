import Random

/// Which anchors stand in which global batch of one epoch; made by `NeighborhoodSampler.epoch(_:)`.
///
/// Only anchors are stored. The other texts of a batch are drawn when it is asked for, from a stream that the
/// epoch and the anchor name, so batches may be asked for in any order and any number of times.
package struct EpochPlan: EpochBatches {
  package let number: Int
  private let sampler: NeighborhoodSampler
  private let row: AnchorRow
  private let anchorsOfBatch: PositionLists

  init(sampler: NeighborhoodSampler, number: Int, row: AnchorRow, batchCount: Int) {
    self.sampler = sampler
    self.number = number
    self.row = row
    let batches = row.dealt(to: batchCount, seed: sampler.seed, epoch: number)
    anchorsOfBatch = PositionLists(grouping: batches, groupCount: batchCount)
  }

  /// T: the number of global batches.
  package var batchCount: Int { anchorsOfBatch.count }

  /// The images, and so the anchors, of a batch: known without drawing its texts.
  package func imageCount(ofBatch index: Int) -> Int { anchorsOfBatch.range(of: index).count }

  /// A global batch; indices count from 0 to `batchCount` - 1.
  package func batch(_ index: Int) -> GlobalBatch {
    let anchors = anchorsOfBatch[index]
    var texts: [Int32] = []
    var starts = [0]
    for anchor in anchors {
      texts.append(row.texts[Int(anchor)])
      texts += neighbors(of: row.texts[Int(anchor)], image: row.images[Int(anchor)])
      starts.append(texts.count)
    }
    return GlobalBatch(images: anchors.map { row.images[Int($0)] }, texts: texts, textStarts: starts)
  }

  /// S - 1 other texts of the anchor's image without replacement, or all there are, in a random order.
  private func neighbors(of anchor: Int32, image: Int32) -> ArraySlice<Int32> {
    var others = sampler.links.texts(of: Int(image)).filter { $0 != anchor }
    let count = min(sampler.sentencesPerImage - 1, others.count)
    var choice = RandomStream(
      seed: sampler.seed, purpose: .neighborChoice, time: number, index: Int(anchor))
    for taken in 0..<count {
      others.swapAt(taken, taken + choice.nextIndex(below: others.count - taken))
    }
    return others.prefix(count)
  }
}
