/// An emoji without what is behind it: premultiplied red, green, blue and alpha in 0...1, `[height, width, 4]`, as
/// small as its drawn pixels allow.
///
/// The colours stay in encoded sRGB, as the font's own renderers blend them.
struct Cutout: Sendable {
  /// A pixel of less alpha is not drawn: it would be seen by no one, and it would widen the box.
  static let faintestAlpha: Float = 1 / 16

  let image: FloatImage

  var width: Int { image.width }
  var height: Int { image.height }
  var longerSide: Int { max(width, height) }

  /// Clears the pixels that are too faint and cuts off the empty border, or gives nil if nothing is left.
  init?(trimming image: FloatImage) {
    precondition(image.channels == 4, "\(image.channels) channels")
    let cleared = Self.withoutFaintPixels(image)
    guard let box = Self.drawnBox(of: cleared) else { return nil }
    self.image = cleared.cropped(to: box)
  }

  /// The cutout with a longer side of at most `side` pixels, each the mean of the area that it covers; nil if
  /// nothing would be left of it.
  /// - Precondition: 1 <= `side` <= `longerSide`.
  func scaled(toLongerSide side: Int) -> Cutout? {
    func scaled(_ length: Int) -> Int { max(1, (2 * length * side + longerSide) / (2 * longerSide)) }
    return Cutout(trimming: image.averaged(toWidth: scaled(width), height: scaled(height)))
  }

  private static func withoutFaintPixels(_ image: FloatImage) -> FloatImage {
    var result = image
    for start in stride(from: 0, to: image.values.count, by: 4)
    where image.values[start + 3] < faintestAlpha {
      for channel in 0..<4 { result.values[start + channel] = 0 }
    }
    return result
  }

  /// The smallest box around all pixels of any alpha, or nil if there are none.
  private static func drawnBox(of image: FloatImage) -> PixelBox? {
    func isDrawn(_ row: Int, _ column: Int) -> Bool {
      image.values[(row * image.width + column) * 4 + 3] > 0
    }
    let rows = (0..<image.height).filter { row in (0..<image.width).contains { isDrawn(row, $0) } }
    let columns = (0..<image.width).filter { column in (0..<image.height).contains { isDrawn($0, column) } }
    guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last
    else { return nil }
    return PixelBox(x1: left, y1: top, x2: right + 1, y2: bottom + 1)
  }
}
