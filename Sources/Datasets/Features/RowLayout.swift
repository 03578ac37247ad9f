import Failures
import NPY

/// How the rows of a feature file stand to the captions.
package enum RowLayout: Equatable, Sendable {
  /// Row i is image i; caption j belongs to image j / `captionsPerImage`.
  case rowPerImage(captionsPerImage: Int)
  /// Row j belongs to caption j; an image is a run of equal rows, and starts at these rows.
  case rowPerCaption(imageStarts: [Int])

  /// Finds the layout from the counts and, when they are equal, from the rows.
  ///
  /// With as many rows as captions, neighbouring rows that are equal byte for byte are one image; when no two are,
  /// every image has one caption.
  /// - Throws: `.badData` when there are fewer captions than rows, or captions are no multiple of the rows; when
  ///   the features cannot be read.
  init(features: NPYFile, captionCount: Int, captionsPath: String) throws {
    guard captionCount == features.rows else {
      guard captionCount >= features.rows, captionCount % features.rows == 0 else {
        throw Failure(
          .badData, "\(captionCount) captions for \(features.rows) rows of \(features.path)",
          at: captionsPath,
          expected: "as many captions as rows, or the same number of captions for each row")
      }
      self = .rowPerImage(captionsPerImage: captionCount / features.rows)
      return
    }
    let starts = try features.startsOfEqualRows()
    self =
      starts.count == features.rows ? .rowPerImage(captionsPerImage: 1) : .rowPerCaption(imageStarts: starts)
  }

  /// The captions of each image, by image; the ranges follow one another.
  func captionRanges(captionCount: Int) -> [Range<Int>] {
    switch self {
    case .rowPerImage(let count):
      return stride(from: 0, to: captionCount, by: count).map { $0..<$0 + count }
    case .rowPerCaption(let starts):
      return zip(starts, starts.dropFirst() + [captionCount]).map { $0..<$1 }
    }
  }
}
