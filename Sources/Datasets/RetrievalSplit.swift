import Failures
import NPY
import Sampling

/// One split of an image-text data set: image features on disk, captions in memory, and which belong together.
package struct RetrievalSplit: Sendable {
  /// "train", "dev", "test" or what the files are called by.
  package let name: String
  package let directory: String
  package let layout: RowLayout
  /// Image features `[images, dimensions]`.
  package let images: FeatureRows
  package let captions: [String]
  /// A name for each image, no two the same; "0", "1", ... when the data set has none.
  package let imageIDs: [String]
  /// Dense vectors `[captions, dimensions]` when the data set has them.
  package let captionVectors: FeatureRows?
  /// Each caption has exactly one image; an image's captions are in a row.
  package let links: Links

  /// Reads captions and ids and opens the features of `{split}_ims.npy`, `{split}_caps.txt` and, when there are,
  /// `{split}_ids.txt` and `{split}_sents.npy`. The numbers themselves are not read; see `validate`.
  /// - Throws: `.noInput` when the directory or one of the first two files is missing; `.badData` for a file that is
  ///   not what it must be, or when the counts do not fit.
  package static func load(directory: String, split: String) throws -> RetrievalSplit {
    let files = SplitFiles(directory: directory, name: split)
    try files.requireInput()
    let features = try NPYFile(path: files.features)
    let captions = try TextLines.read(path: files.captions, item: "caption")
    return try RetrievalSplit(files: files, features: features, captions: captions)
  }

  init(files: SplitFiles, features: NPYFile, captions: [String]) throws {
    name = files.name
    directory = files.directory
    self.captions = captions
    layout = try RowLayout(features: features, captionCount: captions.count, captionsPath: files.captions)
    images = FeatureRows(file: features, layout: layout)
    let ranges = layout.captionRanges(captionCount: captions.count)
    imageIDs = try ImageIDs.read(path: files.imageIDs, captionRanges: ranges)
    captionVectors = try Self.captionVectors(path: files.captionVectors, captionCount: captions.count)
    links = Links(
      imageCount: ranges.count,
      imageOfText: ranges.enumerated().flatMap { image, range in range.map { _ in image } })
  }

  /// The caption vectors at a path, `nil` when there is no such file.
  static func captionVectors(path: String, captionCount: Int) throws -> FeatureRows? {
    guard SplitFiles.exists(path) else { return nil }
    let file = try NPYFile(path: path)
    guard file.rows == captionCount else {
      throw Failure(
        .badData, "\(file.rows) rows for \(captionCount) captions", at: path, expected: "one row a caption")
    }
    return FeatureRows(file: file)
  }

  /// The names of the splits in a directory that have both features and captions, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  package static func availableSplits(in directory: String) throws -> [String] {
    try SplitFiles.completeNames(in: directory)
  }
}
