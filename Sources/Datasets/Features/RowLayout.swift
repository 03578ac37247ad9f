import NPY

/// How the rows of a feature file and the captions stand to the images of a split.
package struct RowLayout: Equatable, Sendable {
  /// The first caption of each image, ascending from 0; an image's captions are in a row.
  package let captionStarts: [Int]
  package let captionCount: Int
  /// Whether row j of the file belongs to caption j; otherwise row i is image i.
  package let hasRowPerCaption: Bool

  /// - Parameters:
  ///   - captionStarts: ascending from 0, below `captionCount`.
  ///   - rowCount: as many as captions, or as images.
  init(captionStarts: [Int], captionCount: Int, rowCount: Int) {
    precondition(rowCount == captionCount || rowCount == captionStarts.count, "\(rowCount) rows")
    self.captionStarts = captionStarts
    self.captionCount = captionCount
    hasRowPerCaption = rowCount != captionStarts.count
  }

  /// The same number of captions for every image; `captionCount` is a multiple of it.
  init(captionsPerImage count: Int, captionCount: Int, rowCount: Int) {
    self.init(
      captionStarts: Array(stride(from: 0, to: captionCount, by: count)), captionCount: captionCount,
      rowCount: rowCount)
  }

  package var imageCount: Int { captionStarts.count }

  /// The captions of each image, by image; the ranges follow one another.
  package var captionRanges: [Range<Int>] {
    zip(captionStarts, captionStarts.dropFirst() + [captionCount]).map { $0..<$1 }
  }

  /// The row of each image, `nil` when image i is row i.
  var rowOfImage: [Int]? { hasRowPerCaption ? captionStarts : nil }

  /// The layout of the first images and their captions, in the same file.
  func prefix(images count: Int) -> RowLayout {
    precondition(count >= 1 && count <= imageCount, "the first \(count) of \(imageCount) images")
    return RowLayout(whole: self, imageCount: count)
  }

  private init(whole: RowLayout, imageCount: Int) {
    captionStarts = Array(whole.captionStarts.prefix(imageCount))
    captionCount = imageCount < whole.imageCount ? whole.captionStarts[imageCount] : whole.captionCount
    hasRowPerCaption = whole.hasRowPerCaption
  }
}
