import Benchmarks
import DataParallel
import Training

/// What numbers of ranks would give.
package struct ScalingPlan: Sendable {
  /// A number of ranks, with what a step costs there.
  package struct Point: Sendable {
    package let placement: RankPlacement
    /// Of the global batch.
    package let images: Int
    package let costs: [WireFormat: StepCost]
    /// Images a second over those of one rank, by wire.
    package let speedUps: [WireFormat: Double]

    package func cost(_ wire: WireFormat) -> StepCost { costs[wire] ?? StepCost() }
    package func imagesPerSecond(_ wire: WireFormat) -> Double { Double(images) / cost(wire).step }
    package func speedUp(_ wire: WireFormat) -> Double { speedUps[wire] ?? 0 }
    package func efficiency(_ wire: WireFormat) -> Double { speedUp(wire) / Double(placement.ranks) }
    /// Ranks without a row of the batch.
    package var idleRanks: Int { max(0, placement.ranks - images) }
  }

  package let mode: ScalingMode
  package let shape: StepShape
  package let rates: MachineRates
  package let points: [Point]

  /// - Parameters:
  ///   - shape: its images are those of the global batch in strong scaling, those of one rank in weak scaling.
  ///   - ranks: numbers of ranks.
  package init(mode: ScalingMode, shape: StepShape, rates: MachineRates, ranks: [Int], ranksPerNode: Int) {
    self.mode = mode
    self.shape = shape
    self.rates = rates
    let alone = StepModel(shape: shape, rates: rates).cost(on: RankPlacement(ranks: 1, nodes: 1), wire: .fp32)
    points = ranks.map { ranks in
      let batch = shape.with(images: mode == .weak ? shape.images * ranks : shape.images)
      let placement = RankPlacement(ranks: ranks, ranksPerNode: ranksPerNode)
      let model = StepModel(shape: batch, rates: rates)
      let costs = WireFormat.allCases.map { ($0, model.cost(on: placement, wire: $0)) }
      let growth = Double(batch.images) / Double(shape.images)
      return Point(
        placement: placement, images: batch.images, costs: Dictionary(uniqueKeysWithValues: costs),
        speedUps: Dictionary(uniqueKeysWithValues: costs.map { ($0, growth * alone.step / $1.step) }))
    }
  }
}

extension StepShape {
  /// The same step with a batch of another size.
  func with(images: Int) -> StepShape {
    StepShape(
      images: images, sentences: sentences, imageColumns: imageColumns, textColumns: textColumns,
      words: words,
      hidden: hidden, embedding: embedding)
  }
}
