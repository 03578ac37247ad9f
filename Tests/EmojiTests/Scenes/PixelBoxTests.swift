import Testing

@testable import Emoji

@Suite struct PixelBoxTests {
  private static let boxes = (0..<40).map { number in
    PixelBox(
      x: number * 7 % 11, y: number * 5 % 9, width: 1 + number * 3 % 8, height: 1 + number * 11 % 7)
  }

  private func pixels(_ box: PixelBox) -> Set<SIMD2<Int>> {
    Set((box.x1..<box.x2).flatMap { x in (box.y1..<box.y2).map { SIMD2(x, $0) } })
  }

  @Test("Areas, overlaps and containment are those of the sets of pixels")
  func againstSets() {
    for box in Self.boxes {
      #expect(box.area == pixels(box).count)
      for other in Self.boxes {
        let common = pixels(box).intersection(pixels(other)).count
        #expect(box.commonArea(with: other) == common)
        #expect(box.overlap(with: other) == Double(common) / Double(pixels(box).union(pixels(other)).count))
        #expect(box.contains(other) == pixels(box).isSuperset(of: pixels(other)))
      }
    }
  }

  @Test("The union is the smallest box around both")
  func union() {
    for box in Self.boxes {
      for other in Self.boxes {
        let all = pixels(box).union(pixels(other))
        let union = box.union(with: other)
        #expect(union.x1 == all.map(\.x).min() && union.y1 == all.map(\.y).min())
        #expect(union.x2 - 1 == all.map(\.x).max() && union.y2 - 1 == all.map(\.y).max())
      }
    }
    #expect(PixelBox.union(of: []) == nil)
    #expect(PixelBox.union(of: Self.boxes)?.x1 == 0)
  }
}
