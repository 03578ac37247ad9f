import Testing

@testable import Emoji

@Suite struct CutoutTests {
  /// The box of the pixels that `isDrawn`, by looking at each.
  static func box(width: Int, height: Int, isDrawn: (_ row: Int, _ column: Int) -> Bool) -> PixelBox? {
    var box: PixelBox?
    for row in 0..<height {
      for column in 0..<width where isDrawn(row, column) {
        let pixel = PixelBox(x: column, y: row, width: 1, height: 1)
        box = box?.union(with: pixel) ?? pixel
      }
    }
    return box
  }

  @Test("An empty border and pixels too faint to be seen are cut off")
  func trimming() throws {
    var image = FloatImage(
      width: 7, height: 6, channels: 4, values: [Float](repeating: 0, count: 7 * 6 * 4))
    func set(_ row: Int, _ column: Int, alpha: Float) {
      for channel in 0..<4 { image.values[(row * 7 + column) * 4 + channel] = alpha }
    }
    set(0, 0, alpha: 0.06)
    set(1, 2, alpha: 1)
    set(4, 5, alpha: 0.0625)
    set(2, 3, alpha: 0.06)
    let cutout = try #require(Cutout(trimming: image))
    #expect(cutout.width == 4 && cutout.height == 4 && cutout.longerSide == 4)
    #expect(Array(cutout.image.values.prefix(4)) == [1, 1, 1, 1])
    #expect(cutout.image.values.filter { $0 > 0 }.count == 8, "the faint pixel inside is clear too")
    set(1, 2, alpha: 0.01)
    set(4, 5, alpha: 0.01)
    #expect(Cutout(trimming: image) == nil)
  }

  @Test("A smaller cutout keeps its shape and is as small as its pixels", arguments: [1, 2, 5, 13, 25])
  func scaling(side: Int) throws {
    let cutout = try #require(Cutout(trimming: SceneFixture.drawing(shape: 3)))
    let scaled = try #require(cutout.scaled(toLongerSide: side))
    #expect(scaled.longerSide <= side && scaled.longerSide >= side - 2, "\(scaled.width) x \(scaled.height)")
    let expected = Double(cutout.height * side) / Double(cutout.width)
    #expect(abs(Double(scaled.height) - expected) <= 2)
    let drawn = Self.box(width: scaled.width, height: scaled.height) { row, column in
      scaled.image.values[(row * scaled.width + column) * 4 + 3] >= Cutout.faintestAlpha
    }
    #expect(drawn == PixelBox(x: 0, y: 0, width: scaled.width, height: scaled.height))
  }

  @Test("Drawing blends by alpha and touches no other pixel")
  func drawing() throws {
    let values: [Float] = [1, 0, 0, 1, 0, 0.25, 0, 0.5]
    let cutout = try #require(
      Cutout(trimming: FloatImage(width: 2, height: 1, channels: 4, values: values)))
    var canvas = Canvas(width: 4, height: 3) { _ in [0.2, 0.4, 0.6] }
    canvas.draw(cutout, x: 1, y: 2)
    let bytes = canvas.picture.bytes
    #expect(Array(bytes[27..<33]) == [255, 0, 0, 26, 115, 77])
    #expect(
      bytes.enumerated().allSatisfy { (27..<33).contains($0.offset) || [51, 102, 153].contains($0.element) })
  }
}
