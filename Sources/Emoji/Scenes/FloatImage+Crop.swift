extension FloatImage {
  /// The pixels inside `box`.
  /// - Precondition: `box` lies inside the image.
  func cropped(to box: PixelBox) -> FloatImage {
    precondition(
      PixelBox(x: 0, y: 0, width: width, height: height).contains(box), "\(box) outside \(width) x \(height)")
    var cropped: [Float] = []
    cropped.reserveCapacity(box.area * channels)
    for row in box.y1..<box.y2 {
      let start = (row * width + box.x1) * channels
      cropped += values[start..<start + box.width * channels]
    }
    return FloatImage(width: box.width, height: box.height, channels: channels, values: cropped)
  }

  /// The image enlarged by linear interpolation between the centres of the pixels; the border is continued.
  /// - Precondition: neither side becomes smaller.
  func enlarged(toWidth newWidth: Int, height newHeight: Int) -> FloatImage {
    precondition(newWidth >= width && newHeight >= height, "\(newWidth) x \(newHeight) is smaller")
    let across = Self.interpolate(values, lines: height, count: width, stride: channels, to: newWidth)
    let down = Self.interpolate(across, lines: 1, count: height, stride: newWidth * channels, to: newHeight)
    return FloatImage(width: newWidth, height: newHeight, channels: channels, values: down)
  }

  /// `source` is `[lines, count, stride]`; the result `[lines, newCount, stride]`.
  private static func interpolate(
    _ source: [Float], lines: Int, count: Int, stride: Int, to newCount: Int
  ) -> [Float] {
    if newCount == count { return source }
    let positions = (0..<newCount).map { LinearPosition(of: $0, newCount: newCount, count: count) }
    var result: [Float] = []
    result.reserveCapacity(lines * newCount * stride)
    for line in 0..<lines {
      for position in positions {
        let lower = (line * count + position.lower) * stride
        let upper = (line * count + position.upper) * stride
        for step in 0..<stride {
          result.append(source[lower + step] + position.share * (source[upper + step] - source[lower + step]))
        }
      }
    }
    return result
  }
}
