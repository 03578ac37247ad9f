import Foundation

/// How strongly and in which direction the lightness of a picture changes at each pixel: `[side, side]`.
struct GradientField {
  let side: Int
  private(set) var magnitudes: [Float] = []
  /// In 0..<1 of half a turn: an edge from dark to light and one from light to dark are the same.
  private(set) var orientations: [Float] = []

  /// Central differences of the channel that changes most; the border is continued outwards.
  ///
  /// - Precondition: `image` is square.
  /// Source: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005.
  init(of image: FloatImage) {
    precondition(image.width == image.height, "\(image.width) x \(image.height)")
    side = image.width
    magnitudes.reserveCapacity(side * side)
    orientations.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side { append(Self.strongest(in: image, row: row, column: column)) }
    }
  }

  private mutating func append(_ gradient: SIMD2<Float>) {
    magnitudes.append((gradient * gradient).sum().squareRoot())
    let halfTurns = atan2(gradient.y, gradient.x) / .pi
    let orientation = halfTurns - halfTurns.rounded(.down)
    // A tiny negative angle rounds up to a whole half turn, which is none.
    orientations.append(orientation < 1 ? orientation : 0)
  }

  private static func strongest(in image: FloatImage, row: Int, column: Int) -> SIMD2<Float> {
    let left = (row * image.width + max(column - 1, 0)) * image.channels
    let right = (row * image.width + min(column + 1, image.width - 1)) * image.channels
    let above = (max(row - 1, 0) * image.width + column) * image.channels
    let below = (min(row + 1, image.height - 1) * image.width + column) * image.channels
    var best = SIMD2<Float>(0, 0)
    for channel in 0..<image.channels {
      let gradient = SIMD2(
        image.values[right + channel] - image.values[left + channel],
        image.values[below + channel] - image.values[above + channel])
      if (gradient * gradient).sum() > (best * best).sum() { best = gradient }
    }
    return best
  }
}
