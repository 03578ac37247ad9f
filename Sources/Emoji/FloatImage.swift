/// A picture in floating point, rows from the top, channels side by side: `[height, width, channels]`.
struct FloatImage: Equatable, Sendable {
  let width: Int
  let height: Int
  let channels: Int
  var values: [Float]

  /// - Precondition: `values` holds `width * height * channels` numbers.
  init(width: Int, height: Int, channels: Int, values: [Float]) {
    precondition(values.count == width * height * channels, "\(values.count) values")
    self.width = width
    self.height = height
    self.channels = channels
    self.values = values
  }

  /// A picture with its bytes replaced by `table`, which has 256 entries.
  init(_ picture: Picture, table: [Float]) {
    precondition(table.count == 256, "\(table.count) entries")
    self.init(
      width: picture.width, height: picture.height, channels: 3,
      values: picture.bytes.map { table[Int($0)] })
  }

  /// The picture squashed to `side` x `side`.
  func averaged(toSide side: Int) -> FloatImage {
    averaged(toWidth: side, height: side)
  }

  /// The picture made smaller: each new pixel is the mean of the area that it covers.
  /// - Precondition: the new sides are at least 1 and not larger than the old.
  func averaged(toWidth newWidth: Int, height newHeight: Int) -> FloatImage {
    let across = Self.average(values, lines: height, count: width, stride: channels, to: newWidth)
    // Taken as one line whose steps are whole rows, the same loop averages downwards.
    let down = Self.average(across, lines: 1, count: height, stride: newWidth * channels, to: newHeight)
    return FloatImage(width: newWidth, height: newHeight, channels: channels, values: down)
  }

  /// `source` is `[lines, count, stride]`; the result `[lines, newCount, stride]`.
  private static func average(
    _ source: [Float], lines: Int, count: Int, stride: Int, to newCount: Int
  ) -> [Float] {
    let areas = (0..<newCount).map { CoveredArea(of: $0, newCount: newCount, count: count) }
    var result = [Float](repeating: 0, count: lines * newCount * stride)
    for line in 0..<lines {
      for (position, area) in areas.enumerated() {
        let target = (line * newCount + position) * stride
        for (offset, weight) in area.weights.enumerated() {
          let start = (line * count + area.start + offset) * stride
          for step in 0..<stride { result[target + step] += weight * source[start + step] }
        }
      }
    }
    return result
  }
}
