import Failures
import NPY

/// Width and height of a photo in the pixels that its boxes are given in.
package struct ImageSize: Equatable, Sendable {
  package let width: Float
  package let height: Float

  package init(width: Float, height: Float) {
    self.width = width
    self.height = height
  }

  /// So far the quotients and products of sides and corners are finite single-precision numbers.
  static let limits: ClosedRange<Float> = 0.001...9_999_999

  /// The rows of a file `[images, 2]`: width, height.
  /// - Throws: `.noInput` when the file cannot be opened, `.badData` for a size that is not within `limits`.
  static func read(path: String) throws -> [ImageSize] {
    let numbers = try NPYNumbers(path: path, columns: 2)
    return try (0..<numbers.rows).map { row in
      let size = ImageSize(width: Float(numbers.number(row, 0)), height: Float(numbers.number(row, 1)))
      guard limits.contains(size.width), limits.contains(size.height) else {
        throw Failure(
          .badData, "row \(row) holds \(numbers.number(row, 0)) x \(numbers.number(row, 1))", at: path,
          expected: "positive width and height in pixels, from \(limits.lowerBound) to "
            + "\(numeral(limits.upperBound)) (rows count from 0)")
      }
      return size
    }
  }

  /// "500 x 333", for messages.
  var text: String { "\(Self.numeral(width)) x \(Self.numeral(height))" }

  private static func numeral(_ number: Float) -> String {
    number == number.rounded() && abs(number) < 1e7 ? "\(Int(number))" : "\(number)"
  }
}
