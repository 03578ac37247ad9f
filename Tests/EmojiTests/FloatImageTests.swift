import Testing

@testable import Emoji

@Suite struct FloatImageTests {
  /// Numbers without a pattern that averaging could hide.
  static func image(width: Int, height: Int, channels: Int) -> FloatImage {
    let values = (0..<width * height * channels).map { Float(($0 * 7919 + 13) % 101) / 101 }
    return FloatImage(width: width, height: height, channels: channels, values: values)
  }

  /// Repeats each pixel `width` x `height` times, so that each new pixel covers whole ones, and takes plain means.
  private func naive(_ image: FloatImage, width: Int, height: Int) -> [Float] {
    var result: [Float] = []
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<image.channels {
          var sum = 0.0
          for fineRow in row * image.height..<(row + 1) * image.height {
            for fineColumn in column * image.width..<(column + 1) * image.width {
              let pixel = fineRow / height * image.width + fineColumn / width
              sum += Double(image.values[pixel * image.channels + channel])
            }
          }
          result.append(Float(sum / Double(image.width * image.height)))
        }
      }
    }
    return result
  }

  @Test(
    "Averaging equals the mean over the covered area",
    arguments: [
      (1, 1, 1, 1), (5, 3, 3, 1), (7, 5, 3, 3), (8, 8, 1, 4), (17, 16, 3, 2), (13, 9, 2, 9),
    ])
  func averaging(width: Int, height: Int, channels: Int, side: Int) {
    let image = Self.image(width: width, height: height, channels: channels)
    let result = image.averaged(toSide: side)
    #expect(result.width == side && result.height == side && result.channels == channels)
    let expected = naive(image, width: side, height: side)
    let worst = zip(result.values, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(result.values.count == expected.count && worst < 1e-5, "worst difference \(worst)")
  }

  @Test("The sides may shrink by different amounts", arguments: [(7, 5, 7, 1), (9, 13, 4, 12), (5, 6, 1, 6)])
  func averagingToRectangle(width: Int, height: Int, newWidth: Int, newHeight: Int) {
    let image = Self.image(width: width, height: height, channels: 4)
    let result = image.averaged(toWidth: newWidth, height: newHeight)
    #expect(result.width == newWidth && result.height == newHeight && result.channels == 4)
    let expected = naive(image, width: newWidth, height: newHeight)
    let worst = zip(result.values, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(result.values.count == expected.count && worst < 1e-5, "worst difference \(worst)")
  }

  @Test("The shares of a covered area are exact")
  func coveredArea() {
    let area = CoveredArea(of: 1, newCount: 16, count: 136)
    #expect(area.start == 8)
    #expect(area.weights.map { $0 * 17 } == [1, 2, 2, 2, 2, 2, 2, 2, 2])
  }
}
