import Failures

/// The photos of a split: a name and a size for each.
struct SplitImages: Equatable, Sendable {
  /// No two the same; "0", "1", ... when the data set has none.
  let ids: [String]
  let sizes: [ImageSize]

  /// - Throws: `.noInput` when there are no sizes; `.badData` when a file is not what it must be, or the counts
  ///   do not fit.
  init(files: LocalizationFiles) throws {
    sizes = try ImageSize.read(path: files.imageSizes)
    guard SplitFiles.exists(files.imageList) else {
      ids = sizes.indices.map(String.init)
      return
    }
    ids = try ImageIDs.readList(path: files.imageList)
    guard ids.count == sizes.count else {
      throw Failure(
        .badData, "\(sizes.count) sizes for \(ids.count) images of \(files.imageList)", at: files.imageSizes,
        expected: "one row an image")
    }
  }
}
