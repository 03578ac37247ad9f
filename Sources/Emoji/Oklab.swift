import Foundation

/// The Oklab colour space, in which equal distances look about equally large.
///
/// Source: Ottosson, "A perceptual color space for image processing", 2020.
enum Oklab {
  /// Lightness, green-red and blue-yellow of each pixel: `[height, width, 3]` like `image`.
  /// - Parameter image: linear sRGB in 0...1, three channels.
  static func values(ofLinear image: FloatImage) -> [Float] {
    precondition(image.channels == 3, "\(image.channels) channels")
    var result: [Float] = []
    result.reserveCapacity(image.values.count)
    for start in stride(from: 0, to: image.values.count, by: 3) {
      let pixel = SIMD3(image.values[start], image.values[start + 1], image.values[start + 2])
      let color = color(ofLinear: pixel)
      result += [color.x, color.y, color.z]
    }
    return result
  }

  /// One colour of linear sRGB in Oklab.
  static func color(ofLinear pixel: SIMD3<Float>) -> SIMD3<Float> {
    let long = cbrt((pixel * SIMD3(0.412_221_47, 0.536_332_54, 0.051_445_995)).sum())
    let medium = cbrt((pixel * SIMD3(0.211_903_50, 0.680_699_55, 0.107_396_96)).sum())
    let short = cbrt((pixel * SIMD3(0.088_302_46, 0.281_718_84, 0.629_978_70)).sum())
    let cones = SIMD3(long, medium, short)
    return SIMD3(
      (cones * SIMD3(0.210_454_26, 0.793_617_79, -0.004_072_047)).sum(),
      (cones * SIMD3(1.977_998_5, -2.428_592_2, 0.450_593_71)).sum(),
      (cones * SIMD3(0.025_904_037, 0.782_771_77, -0.808_675_77)).sum())
  }
}
