import Testing

@testable import Emoji

@Suite struct SceneRegionsTests {
  private let design = SceneFixture.design

  private func regions(_ item: (scene: Scene, split: SceneSplit, index: Int)) -> [PixelBox] {
    item.scene.regions(of: item.split, index: item.index, design: design)
  }

  @Test("Regions lie inside the canvas, differ, and are as many as asked for")
  func counts() {
    for item in SceneFixture.scenes {
      let regions = regions(item)
      #expect(regions.count == (item.split.isForTraining ? 30 : 40))
      #expect(Set(regions).count == regions.count)
      #expect(regions.allSatisfy(design.canvas.contains))
    }
  }

  @Test("Training regions hold every true box, proposals none")
  func trueBoxes() {
    for item in SceneFixture.scenes {
      let regions = Set(regions(item))
      let found = item.scene.trueBoxes.filter(regions.contains)
      #expect(found.count == (item.split.isForTraining ? item.scene.trueBoxes.count : 0))
    }
  }

  @Test("For nearly every phrase some proposal overlaps its box by a half")
  func upperBound() {
    let best = SceneFixture.scenes.filter { !$0.split.isForTraining }.flatMap { item in
      let regions = regions(item)
      return item.scene.entities.map { entity in regions.map { $0.overlap(with: entity.box) }.max() ?? 0 }
    }
    let found = best.filter { $0 >= 0.5 }.count
    #expect(found * 100 >= best.count * 95, "\(found) of \(best.count)")
    #expect(best.allSatisfy { $0 < 1 })
  }

  @Test("Jittered boxes overlap their box as much as they should, and not all alike")
  func jitter() {
    let box = PixelBox(x: 40, y: 30, width: 30, height: 20)
    var sampler = RegionSampler(
      canvas: design.canvas, forbidden: [], stream: .init(seed: 1, purpose: .sceneRegions))
    sampler.takeJittered(box, count: 200)
    let overlaps = sampler.boxes.map { $0.overlap(with: box) }
    #expect(overlaps.count == 200)
    #expect(overlaps.allSatisfy(RegionSampler.jitterOverlaps.contains))
    #expect((overlaps.min() ?? 1) < 0.5 && (overlaps.max() ?? 0) > 0.8)
  }

  @Test("Random boxes have all sizes")
  func randomBoxes() {
    var sampler = RegionSampler(
      canvas: PixelBox(x: 0, y: 0, width: 320, height: 240), forbidden: [],
      stream: .init(seed: 1, purpose: .sceneRegions))
    sampler.takeRandom(upTo: 500)
    let widths = sampler.boxes.map(\.width)
    #expect(widths.min() == 24 && (widths.max() ?? 0) > 300)
    #expect(sampler.boxes.contains { $0.area > 40_000 } && sampler.boxes.contains { $0.area < 2_000 })
    #expect(sampler.boxes.contains { $0.x2 == 320 } && sampler.boxes.contains { $0.x1 == 0 })
  }

  @Test("A forbidden box and one that was taken are not taken")
  func refusals() {
    let box = PixelBox(x: 0, y: 0, width: 10, height: 10)
    let other = PixelBox(x: 20, y: 0, width: 10, height: 10)
    var sampler = RegionSampler(
      canvas: design.canvas, forbidden: [box.union(with: other)],
      stream: .init(seed: 1, purpose: .sceneRegions))
    sampler.take(box)
    sampler.take(box)
    sampler.takePairs(of: [box, other], count: 3)
    #expect(sampler.boxes == [box])
  }
}
