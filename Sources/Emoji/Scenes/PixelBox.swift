/// A rectangle of whole pixels: columns `x1..<x2` and rows `y1..<y2`, so that its area is `(x2 - x1) * (y2 - y1)`.
package struct PixelBox: Hashable, Sendable {
  package let x1: Int
  package let y1: Int
  package let x2: Int
  package let y2: Int

  /// - Precondition: at least one pixel.
  package init(x1: Int, y1: Int, x2: Int, y2: Int) {
    precondition(x1 < x2 && y1 < y2, "a box from \(x1), \(y1) to \(x2), \(y2)")
    (self.x1, self.y1, self.x2, self.y2) = (x1, y1, x2, y2)
  }

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.init(x1: x, y1: y, x2: x + width, y2: y + height)
  }

  package var width: Int { x2 - x1 }
  package var height: Int { y2 - y1 }
  package var area: Int { width * height }
  /// Twice the centre, which may lie between pixels.
  var doubledCenter: SIMD2<Int> { [x1 + x2, y1 + y2] }
  /// The corners as numbers of a file.
  var corners: [Float] { [Float(x1), Float(y1), Float(x2), Float(y2)] }

  /// The number of pixels in both boxes.
  package func commonArea(with other: PixelBox) -> Int {
    let commonWidth = min(x2, other.x2) - max(x1, other.x1)
    let commonHeight = min(y2, other.y2) - max(y1, other.y1)
    return max(commonWidth, 0) * max(commonHeight, 0)
  }

  /// Intersection over union.
  package func overlap(with other: PixelBox) -> Double {
    let common = commonArea(with: other)
    return Double(common) / Double(area + other.area - common)
  }

  /// The smallest box around both.
  package func union(with other: PixelBox) -> PixelBox {
    PixelBox(
      x1: min(x1, other.x1), y1: min(y1, other.y1), x2: max(x2, other.x2), y2: max(y2, other.y2))
  }

  package func contains(_ other: PixelBox) -> Bool {
    x1 <= other.x1 && y1 <= other.y1 && x2 >= other.x2 && y2 >= other.y2
  }
}

extension PixelBox {
  /// The smallest box around all of `boxes`, or nil if there are none.
  static func union(of boxes: some Sequence<PixelBox>) -> PixelBox? {
    boxes.reduce(nil) { union, box in union?.union(with: box) ?? box }
  }
}
