/// A picture in the making: encoded red, green and blue in 0...1, `[height, width, 3]`.
struct Canvas {
  let width: Int
  let height: Int
  private var values: [Float] = []

  /// - Parameter color: the colour of each row.
  init(width: Int, height: Int, color: (_ row: Int) -> SIMD3<Float>) {
    self.width = width
    self.height = height
    values.reserveCapacity(width * height * 3)
    for row in 0..<height {
      let color = color(row)
      for _ in 0..<width { values += [color.x, color.y, color.z] }
    }
  }

  /// Lays `cutout` over what is there, its upper left pixel at column `x` of row `y`.
  /// - Precondition: it lies inside the canvas.
  mutating func draw(_ cutout: Cutout, x: Int, y: Int) {
    precondition(x >= 0 && x + cutout.width <= width, "columns from \(x)")
    precondition(y >= 0 && y + cutout.height <= height, "rows from \(y)")
    for pixel in 0..<cutout.width * cutout.height {
      let target = ((y + pixel / cutout.width) * width + x + pixel % cutout.width) * 3
      let behind = 1 - cutout.image.values[pixel * 4 + 3]
      for channel in 0..<3 {
        values[target + channel] =
          cutout.image.values[pixel * 4 + channel] + behind * values[target + channel]
      }
    }
  }

  var picture: Picture {
    Picture(width: width, height: height, bytes: values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) })
  }
}
