import Random

extension Scene {
  private static let proposalsAnObject = 3
  private static let trainingJittersAnObject = 2
  private static let pairCount = 4

  /// The boxes whose features a model sees: for training the true ones, boxes near them and random ones; else
  /// proposals, of which none is exactly true.
  func regions(of split: SceneSplit, index: Int, design: SceneDesign) -> [PixelBox] {
    let stream = RandomStream(seed: design.seed, purpose: .sceneRegions, time: split.code, index: index)
    var sampler = RegionSampler(
      canvas: design.canvas, forbidden: split.isForTraining ? [] : trueBoxes, stream: stream)
    if split.isForTraining { trueBoxes.forEach { sampler.take($0) } }
    let jitters = split.isForTraining ? Self.trainingJittersAnObject : Self.proposalsAnObject
    for box in trueBoxes { sampler.takeJittered(box, count: jitters) }
    if !split.isForTraining { sampler.takePairs(of: entities.map(\.box), count: Self.pairCount) }
    sampler.takeRandom(upTo: split.isForTraining ? design.trainingRegionCount : design.proposalCount)
    return sampler.shuffled()
  }
}
