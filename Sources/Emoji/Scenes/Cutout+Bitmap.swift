import CFreeType

extension Cutout {
  /// The drawn part of a bitmap of premultiplied BGRA pixels; nil if `bitmap` is empty or of another kind.
  init?(of bitmap: FT_Bitmap) {
    let width = Int(bitmap.width)
    let height = Int(bitmap.rows)
    guard Int(bitmap.pixel_mode) == Int(FT_PIXEL_MODE_BGRA.rawValue), width > 0, height > 0,
      let pixels = bitmap.buffer
    else { return nil }
    var values: [Float] = []
    values.reserveCapacity(width * height * 4)
    for row in 0..<height {
      let line = pixels + row * Int(bitmap.pitch)
      for pixel in 0..<width {
        for channel in [2, 1, 0, 3] { values.append(Float(line[4 * pixel + channel]) / 255) }
      }
    }
    self.init(trimming: FloatImage(width: width, height: height, channels: 4, values: values))
  }
}
