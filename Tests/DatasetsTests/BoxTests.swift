import Random
import Testing

@testable import Datasets

@Suite("Boxes")
struct BoxTests {
  /// Intersection over union counted pixel by pixel, for whole corners.
  private func counted(_ one: Box, _ other: Box) -> Double {
    func holds(_ box: Box, _ x: Int, _ y: Int) -> Bool {
      Float(x) >= box.x1 && Float(x) < box.x2 && Float(y) >= box.y1 && Float(y) < box.y2
    }
    var (both, either) = (0, 0)
    for x in -2..<32 {
      for y in -2..<32 {
        let (inOne, inOther) = (holds(one, x, y), holds(other, x, y))
        both += inOne && inOther ? 1 : 0
        either += inOne || inOther ? 1 : 0
      }
    }
    return either == 0 ? 0 : Double(both) / Double(either)
  }

  @Test("The overlap is what counting pixels gives, also for boxes without area")
  func overlap() {
    var stream = RandomStream(seed: 3, purpose: .synthetic)
    var positive = 0
    for _ in 0..<300 {
      let boxes = (0..<2).map { _ in
        let (x, y) = (Int.random(in: -2..<18, using: &stream), Int.random(in: -2..<18, using: &stream))
        let width = Int.random(in: 0..<14, using: &stream)
        let height = Int.random(in: 0..<14, using: &stream)
        return Box(x1: Float(x), y1: Float(y), x2: Float(x + width), y2: Float(y + height))
      }
      let expected = counted(boxes[0], boxes[1])
      #expect(abs(Double(boxes[0].overlap(with: boxes[1])) - expected) < 1e-6, "\(boxes)")
      #expect(boxes[1].overlap(with: boxes[0]) == boxes[0].overlap(with: boxes[1]))
      positive += expected > 0 ? 1 : 0
    }
    #expect(positive > 50)
  }

  @Test("A box overlaps itself by 1, and exact shares reach their threshold")
  func exactShares() {
    let box = Box(x1: 3, y1: 4, x2: 13, y2: 14)
    #expect(box.overlap(with: box) == 1)
    #expect(box.area == 100)
    #expect(box.overlap(with: Box(x1: 3, y1: 4, x2: 9, y2: 14)) >= 0.6)
    #expect(box.overlap(with: Box(x1: 3, y1: 4, x2: 6, y2: 14)) >= 0.3)
    #expect(box.overlap(with: Box(x1: 13, y1: 4, x2: 20, y2: 14)) == 0)
  }

  @Test("The union is the smallest box that holds both; clipping keeps what is in the photo")
  func unionAndClipping() {
    let box = Box(x1: -2, y1: 5, x2: 7, y2: 30)
    #expect(box.union(with: Box(x1: 1, y1: 1, x2: 9, y2: 6)) == Box(x1: -2, y1: 1, x2: 9, y2: 30))
    let size = ImageSize(width: 6, height: 20)
    #expect(box.clipped(to: size) == Box(x1: 0, y1: 5, x2: 6, y2: 20))
    #expect(!box.isOutside(size))
    #expect(!Box(x1: 6, y1: 0, x2: 9, y2: 5).isOutside(size))
    #expect(Box(x1: 6.5, y1: 0, x2: 9, y2: 5).isOutside(size))
    #expect(Box(x1: 0, y1: -5, x2: 9, y2: -1).isOutside(size))
  }
}
