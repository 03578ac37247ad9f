import CPNG
import Foundation
import Testing

@testable import Emoji

@Suite struct PictureCropTests {
  private func picture(width: Int, height: Int) -> Picture {
    let bytes = (0..<width * height * 3).map { UInt8(($0 * 7919 + 13) % 256) }
    return Picture(width: width, height: height, bytes: bytes)
  }

  /// Each new pixel from the two nearest centres in each direction, in double precision.
  private func naive(_ image: FloatImage, width: Int, height: Int) -> [Double] {
    func position(_ pixel: Int, _ newCount: Int, _ count: Int) -> Double {
      min(max((Double(pixel) + 0.5) * Double(count) / Double(newCount) - 0.5, 0), Double(count - 1))
    }
    func value(_ row: Int, _ column: Int, _ channel: Int) -> Double {
      let (row, column) = (min(row, image.height - 1), min(column, image.width - 1))
      return Double(image.values[(row * image.width + column) * image.channels + channel])
    }
    return (0..<width * height * image.channels).map { index in
      let channel = index % image.channels
      let y = position(index / image.channels / width, height, image.height)
      let x = position(index / image.channels % width, width, image.width)
      let (row, column) = (Int(y), Int(x))
      let (down, across) = (y - Double(row), x - Double(column))
      return (1 - down)
        * ((1 - across) * value(row, column, channel) + across * value(row, column + 1, channel))
        + down
        * ((1 - across) * value(row + 1, column, channel) + across * value(row + 1, column + 1, channel))
    }
  }

  @Test(
    "Enlarging equals linear interpolation in double precision",
    arguments: [(1, 1, 4, 3), (3, 5, 3, 5), (3, 5, 7, 5), (24, 31, 64, 64), (5, 2, 64, 3)])
  func enlarging(width: Int, height: Int, newWidth: Int, newHeight: Int) {
    let image = FloatImageTests.image(width: width, height: height, channels: 3)
    let enlarged = image.enlarged(toWidth: newWidth, height: newHeight)
    let expected = naive(image, width: newWidth, height: newHeight)
    #expect(enlarged.width == newWidth && enlarged.height == newHeight)
    let worst = zip(enlarged.values, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(enlarged.values.count == expected.count && worst < 1e-5, "worst difference \(worst)")
  }

  @Test("A crop holds the pixels of its box, and only a side that is too short is enlarged")
  func crop() {
    let whole = picture(width: 90, height: 80)
    let large = whole.cropped(to: PixelBox(x: 5, y: 7, width: 70, height: 66), leastSide: 64)
    #expect(large.width == 70 && large.height == 66)
    for (row, column) in [(0, 0), (65, 69), (30, 2)] {
      let own = Array(large.bytes[(row * 70 + column) * 3..<(row * 70 + column) * 3 + 3])
      let start = ((row + 7) * 90 + column + 5) * 3
      #expect(own == Array(whole.bytes[start..<start + 3]))
    }
    let narrow = whole.cropped(to: PixelBox(x: 89, y: 0, width: 1, height: 70), leastSide: 64)
    #expect(narrow.width == 64 && narrow.height == 70)
    #expect((0..<64).allSatisfy { Array(narrow.bytes[$0 * 3..<$0 * 3 + 3]) == Array(whole.bytes[267..<270]) })
  }

  @Test(
    "A PNG file has the signature, its size, and the bytes of the picture", arguments: [(1, 1), (37, 21)])
  func png(width: Int, height: Int) throws {
    let picture = picture(width: width, height: height)
    let file = try picture.png()
    #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(Array(file[12..<16]) == Array("IHDR".utf8))
    #expect(Array(file[16..<26]) == [0, 0, 0, UInt8(width), 0, 0, 0, UInt8(height), 8, 2])
    #expect(Array(file.suffix(8).prefix(4)) == Array("IEND".utf8))
    #expect(try decoded(file) == picture.bytes)
  }

  /// The bytes of a PNG file as libpng reads them.
  private func decoded(_ file: Data) throws -> [UInt8] {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    let bytes = [UInt8](file)
    return try bytes.withUnsafeBytes { memory in
      try #require(png_image_begin_read_from_memory(&image, memory.baseAddress, memory.count) != 0)
      image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
      var pixels = [UInt8](repeating: 0, count: Int(image.width * image.height) * 3)
      try #require(png_image_finish_read(&image, nil, &pixels, 0, nil) != 0)
      return pixels
    }
  }
}
