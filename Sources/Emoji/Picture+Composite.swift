import CFreeType

extension Picture {
  /// Lays a bitmap of premultiplied BGRA pixels on white; nil if `bitmap` is empty or of another kind.
  init?(compositing bitmap: FT_Bitmap) {
    let width = Int(bitmap.width)
    let height = Int(bitmap.rows)
    guard Int(bitmap.pixel_mode) == Int(FT_PIXEL_MODE_BGRA.rawValue), width > 0, height > 0,
      let pixels = bitmap.buffer
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * 3)
    for row in 0..<height {
      let line = pixels + row * Int(bitmap.pitch)
      for pixel in 0..<width {
        let blueGreenRedAlpha = line + 4 * pixel
        let white = 255 - Int(blueGreenRedAlpha[3])
        for channel in [2, 1, 0] { bytes.append(UInt8(min(255, Int(blueGreenRedAlpha[channel]) + white))) }
      }
    }
    self.init(width: width, height: height, bytes: bytes)
  }
}
