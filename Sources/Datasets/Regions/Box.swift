/// A rectangle in the pixels of its photo: x to the right, y down, x1 <= x2 and y1 <= y2.
///
/// Corners are plain numbers, and the area is (x2 - x1) * (y2 - y1): as the customary evaluation of phrase
/// localization has it, although the published boxes of Flickr30K Entities count their last pixel in.
package struct Box: Equatable, Sendable {
  package let x1: Float
  package let y1: Float
  package let x2: Float
  package let y2: Float

  package init(x1: Float, y1: Float, x2: Float, y2: Float) {
    self.x1 = x1
    self.y1 = y1
    self.x2 = x2
    self.y2 = y2
  }

  /// In square pixels.
  package var area: Float { (x2 - x1) * (y2 - y1) }

  /// Intersection over union, from 0 to 1; 0 where neither box has an area.
  package func overlap(with other: Box) -> Float {
    let width = min(x2, other.x2) - max(x1, other.x1)
    let height = min(y2, other.y2) - max(y1, other.y1)
    guard width > 0, height > 0 else { return 0 }
    let common = width * height
    return common / (area + other.area - common)
  }

  /// The smallest box that holds both.
  package func union(with other: Box) -> Box {
    Box(
      x1: min(x1, other.x1), y1: min(y1, other.y1), x2: max(x2, other.x2), y2: max(y2, other.y2))
  }

  /// The part of the box within an image; the box must touch it.
  func clipped(to size: ImageSize) -> Box {
    Box(x1: max(x1, 0), y1: max(y1, 0), x2: min(x2, size.width), y2: min(y2, size.height))
  }

  /// Whether the box and an image have no point in common.
  func isOutside(_ size: ImageSize) -> Bool {
    x2 < 0 || y2 < 0 || x1 > size.width || y1 > size.height
  }
}
