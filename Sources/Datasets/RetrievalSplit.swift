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
  /// What was guessed of the layout, or looks wrong in it, for the caller to print.
  package let notes: [String]

  /// Reads captions and ids and opens the features of `{split}_ims.npy`, `{split}_caps.txt` and, when there are,
  /// `{split}_ids.txt` and `{split}_sents.npy`. The numbers themselves are not read; see `validate`.
  /// - Parameter captionsPerImage: decides where no ids do; 0: not given.
  /// - Throws: `.noInput` when the directory or one of the first two files is missing; `.badData` for a file that is
  ///   not what it must be, when the counts do not fit, or when nothing tells which captions belong to one image.
  package static func load(
    directory: String, split: String, captionsPerImage: Int = 0
  ) throws -> RetrievalSplit {
    let files = SplitFiles(directory: directory, name: split)
    try files.requireInput()
    let features = try NPYFile(path: files.features)
    let captions = try TextLines.read(path: files.captions, item: "caption")
    let images = try CaptionedImages(
      files: files, features: features, captionCount: captions.count, captionsPerImage: captionsPerImage)
    return try RetrievalSplit(files: files, features: features, captions: captions, images: images)
  }

  private init(files: SplitFiles, features: NPYFile, captions: [String], images: CaptionedImages) throws {
    name = files.name
    directory = files.directory
    self.captions = captions
    (layout, imageIDs, notes) = (images.layout, images.ids, images.notes)
    self.images = FeatureRows(file: features, layout: layout)
    captionVectors = try Self.captionVectors(path: files.captionVectors, captionCount: captions.count)
    links = Links(layout)
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

  /// The image that a person means by an id: white space around it and an ending ".jpg" do not matter.
  package func row(ofImage id: String) -> Int? {
    let id = ImageIDs.trimmed(id)
    if let row = imageIDs.firstIndex(of: id) { return row }
    let name = ImageIDs.withoutSuffix(id)
    return imageIDs.firstIndex { ImageIDs.withoutSuffix($0) == name }
  }

  /// The names of the splits in a directory that have both features and captions, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  package static func availableSplits(in directory: String) throws -> [String] {
    try SplitFiles.completeNames(in: directory)
  }

  /// The names of the splits that have features or captions, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  package static func splitNames(in directory: String) throws -> [String] {
    try SplitFiles.names(in: directory)
  }
}

extension Links {
  /// Each caption with its image.
  init(_ layout: RowLayout) {
    self.init(
      imageCount: layout.imageCount,
      imageOfText: layout.captionRanges.enumerated().flatMap { image, range in range.map { _ in image } })
  }
}
