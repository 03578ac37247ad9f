import Testing

@testable import Emoji

@Suite struct SceneLayoutTests {
  private let design = SceneFixture.design

  @Test("A scene has as many different emoji as asked for, inside the canvas")
  func objects() {
    for (scene, _, _) in SceneFixture.scenes {
      #expect(design.objectCounts.contains(scene.entities.count))
      #expect(scene.trueBoxes.allSatisfy(design.canvas.contains))
      for (position, entity) in scene.entities.enumerated() {
        let others = scene.entities[(position + 1)...]
        #expect(!others.contains { $0.concept.isConfusable(with: entity.concept) }, "scene \(scene.id)")
      }
    }
  }

  @Test("No two emoji share more than a fifth of the smaller box, nor overlap by 0.2")
  func overlaps() {
    for (scene, _, _) in SceneFixture.scenes {
      let boxes = scene.entities.flatMap(\.boxes)
      for (position, box) in boxes.enumerated() {
        for other in boxes[(position + 1)...] {
          #expect(Double(box.commonArea(with: other)) <= 0.2 * Double(min(box.area, other.area)))
          #expect(box.overlap(with: other) < 0.2)
        }
      }
    }
  }

  @Test("Some scenes hold one emoji twice, whose box is the union; most do not")
  func pairs() {
    let pairs = SceneFixture.scenes.flatMap { $0.scene.entities.filter(\.isPair) }
    #expect((5...40).contains(pairs.count), "\(pairs.count) of \(SceneFixture.scenes.count)")
    for pair in pairs {
      #expect(pair.boxes.count == 2)
      #expect(pair.box == pair.boxes[0].union(with: pair.boxes[1]))
    }
  }

  @Test("Every box is tight around the pixels that its emoji changes, and nothing else is changed")
  func tightBoxes() {
    for (scene, _, _) in SceneFixture.scenes.prefix(12) {
      func isChanged(_ picture: Picture, _ row: Int, _ column: Int) -> Bool {
        let start = (row * scene.width + column) * 3
        return picture.bytes[start..<start + 3] != background.bytes[start..<start + 3]
      }
      func empty() -> Canvas {
        Canvas(width: scene.width, height: scene.height) {
          scene.background.color(ofRow: $0, height: scene.height)
        }
      }
      let background = empty().picture
      for placement in scene.entities.flatMap(\.placements) {
        var canvas = empty()
        canvas.draw(placement.cutout, x: placement.box.x1, y: placement.box.y1)
        let alone = canvas.picture
        let drawn = CutoutTests.box(width: scene.width, height: scene.height) { isChanged(alone, $0, $1) }
        #expect(drawn == placement.box, "scene \(scene.id)")
      }
      let whole = scene.picture
      let all = CutoutTests.box(width: scene.width, height: scene.height) { isChanged(whole, $0, $1) }
      #expect(all == PixelBox.union(of: scene.entities.map(\.box)))
    }
  }

  @Test("The numbers of all entities differ, and so do the scenes")
  func numbers() {
    let numbers = SceneFixture.scenes.flatMap { item in
      item.scene.entities.map(\.number) + [item.scene.backgroundNumber, item.scene.gapNumber]
    }
    #expect(Set(numbers).count == numbers.count)
    #expect(Set(SceneFixture.scenes.map { $0.scene.trueBoxes }).count == SceneFixture.scenes.count)
  }

  @Test("A scene does not depend on how many others there are, and another seed gives another")
  func independence() {
    var other = design
    other.trainCount = 3
    let first = Scene(index: 2, of: other.splits[0], vocabulary: SceneFixture.vocabulary, design: other)
    #expect(first.trueBoxes == SceneFixture.scenes[2].scene.trueBoxes)
    #expect(first.picture == SceneFixture.scenes[2].scene.picture)
    other.seed += 1
    let second = Scene(index: 2, of: other.splits[0], vocabulary: SceneFixture.vocabulary, design: other)
    #expect(second.trueBoxes != first.trueBoxes)
  }
}
