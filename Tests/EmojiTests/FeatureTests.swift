import Testing

@testable import Emoji

@Suite struct FeatureTests {
  @Test("Oklab of white, black and the primaries is as published")
  func oklab() {
    let published: [(SIMD3<Float>, SIMD3<Float>)] = [
      ([0, 0, 0], [0, 0, 0]), ([1, 1, 1], [1, 0, 0]),
      ([1, 0, 0], [0.62796, 0.22486, 0.12585]), ([0, 1, 0], [0.86644, -0.23389, 0.17950]),
      ([0, 0, 1], [0.45201, -0.03246, -0.31153]),
    ]
    for (linear, expected) in published {
      let found = Oklab.color(ofLinear: linear)
      let difference = found - expected
      #expect((difference * difference).sum().squareRoot() < 1e-4, "\(linear) gave \(found)")
    }
  }

  @Test("A plain picture has its colour everywhere in the thumbnail and no edges")
  func plainPicture() {
    let bytes = (0..<136 * 128 * 3).map { UInt8($0 % 3 == 0 ? 255 : 0) }
    let features = PictureFeatures().features(of: Picture(width: 136, height: 128, bytes: bytes))
    #expect(features.count == PictureFeatures.count)
    let thumbnail = Array(features.prefix(16 * 16 * 3))
    for start in stride(from: 0, to: thumbnail.count, by: 3) {
      #expect(abs(thumbnail[start] - 0.62796) < 1e-4)
      #expect(abs(thumbnail[start + 1] - 0.22486) < 1e-4)
    }
    // What is left is the rounding of the averages.
    let edges = features.dropFirst(16 * 16 * 3).map(abs).max() ?? .infinity
    #expect(edges < 1e-4, "strongest edge \(edges)")
  }

  @Test("The picture's own hash tells its shape as well as its bytes")
  func pictureHash() {
    let bytes = [UInt8](0..<12)
    let wide = Picture(width: 4, height: 1, bytes: bytes)
    let square = Picture(width: 2, height: 2, bytes: bytes)
    #expect(wide.hash == Picture(width: 4, height: 1, bytes: bytes).hash)
    #expect(wide.hash != square.hash)
    #expect(wide.hash != Picture(width: 4, height: 1, bytes: bytes.reversed()).hash)
  }

  @Test(
    "FNV-1a gives the published values",
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8 as UInt64),
    ])
  func publishedHashes(text: String, expected: UInt64) {
    var hash = StableHash()
    hash.combine(text.utf8)
    #expect(hash.value == expected)
  }
}
