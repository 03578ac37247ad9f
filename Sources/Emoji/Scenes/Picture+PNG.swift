import CPNG
import Failures
import Foundation

extension Picture {
  /// The picture as a PNG file of 8-bit sRGB. Source: the simplified API of libpng(3).
  /// - Throws: `Failure` with libpng's own words.
  func png() throws(Failure) -> Data {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
    defer { png_image_free(&image) }
    var count = tbn_png_size_limit(image)
    var file = Data(count: count)
    let isWritten = file.withUnsafeMutableBytes { memory in
      png_image_write_to_memory(&image, memory.baseAddress, &count, 0, bytes, 0, nil) != 0
    }
    guard isWritten else {
      let message = withUnsafeBytes(of: image.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw Failure(.software, "libpng cannot encode a picture of \(width) x \(height): \(message)")
    }
    return file.prefix(count)
  }
}
