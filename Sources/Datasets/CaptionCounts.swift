import Failures
import NPY

/// The counts of a split's rows and captions, and what they can mean.
struct CaptionCounts {
  let files: SplitFiles
  let features: NPYFile
  let captions: Int
  /// 0: not given.
  let perImage: Int

  private var rows: Int { features.rows }

  /// What a person can do where equal rows do not tell images apart.
  private var options: String {
    "give --captions-per-image, or \(FileInspection.fileName(files.imageIDs)) with an image id for each caption"
  }

  /// The layout where nothing names the images.
  /// - Parameter runs: of equal rows, where there are as many as captions.
  func unnamed(_ runs: EqualRuns?) throws -> (layout: RowLayout, note: String?) {
    if perImage > 0 { return (try withGivenCount(), nil) }
    guard let runs else { return (try rowPerImage(), nil) }
    return try RowLayout.guess(from: runs, rowCount: rows, path: features.path, options: options)
  }

  private func withGivenCount() throws -> RowLayout {
    let isPossible = rows == captions ? captions % perImage == 0 : captions == rows * perImage
    guard isPossible else {
      throw Failure(
        .badData, "\(captions) captions for \(rows) rows of \(features.path)", at: files.captions,
        expected: "--captions-per-image \(perImage) for each row, or as many rows as captions and "
          + "\(perImage) of them for each image")
    }
    return RowLayout(captionsPerImage: perImage, captionCount: captions, rowCount: rows)
  }

  /// A row an image, and the same number of captions for each.
  private func rowPerImage() throws -> RowLayout {
    guard captions >= rows, captions % rows == 0 else {
      throw Failure(
        .badData, "\(captions) captions for \(rows) rows of \(features.path)", at: files.captions,
        expected: "as many captions as rows, or the same number of captions for each row",
        remedy: captions > rows
          ? "where images have different numbers of captions, give "
            + "\(FileInspection.fileName(files.imageIDs)) with an image id for each caption" : nil)
    }
    return RowLayout(captionsPerImage: captions / rows, captionCount: captions, rowCount: rows)
  }

  /// The layout that ids give, with an id for each image.
  /// - Parameters:
  ///   - lines: of the file of ids: one an image, or one a caption with an image's lines all the same.
  ///   - runs: of equal rows, where there are as many as captions.
  func named(by lines: [String], _ runs: EqualRuns?) throws -> (
    layout: RowLayout, ids: [String], note: String?
  ) {
    if lines.count == captions { return try namedByCaption(lines) }
    guard lines.count == rows || (rows == captions && lines.count < rows) else {
      throw Failure(
        .badData, "\(lines.count) ids for \(rows) rows of features and \(captions) captions",
        at: files.imageIDs, expected: "one line an image, or one a caption")
    }
    try ImageIDs.requireUnique(lines, lineOfImage: Array(lines.indices), path: files.imageIDs)
    guard let runs else { return (try rowPerImage(), lines, nil) }
    let (layout, guess) = try rowPerCaption(imageCount: lines.count, runs)
    return (layout, lines, guess)
  }

  private func namedByCaption(_ lines: [String]) throws -> (
    layout: RowLayout, ids: [String], note: String?
  ) {
    let starts = ImageIDs.starts(ofRunsIn: lines)
    let ids = starts.map { lines[$0] }
    try ImageIDs.requireUnique(ids, lineOfImage: starts, path: files.imageIDs)
    guard rows == captions || rows == ids.count else {
      throw Failure(
        .badData, "the ids name \(ids.count) images, but \(features.path) has \(rows) rows",
        at: files.imageIDs, expected: "a row for each image, or for each of the \(captions) captions")
    }
    return (RowLayout(captionStarts: starts, captionCount: captions, rowCount: rows), ids, nil)
  }

  /// A row a caption, with ids that tell how many images there are, but not which rows are theirs.
  private func rowPerCaption(imageCount: Int, _ runs: EqualRuns) throws -> (layout: RowLayout, note: String?)
  {
    if perImage * imageCount != captions, runs.starts.count == imageCount {
      let layout = RowLayout(captionStarts: runs.starts, captionCount: captions, rowCount: rows)
      let isEven = Set(runs.lengths).count == 1
      return (layout, isEven ? nil : layout.note(ofEqualRows: options))
    }
    guard captions % imageCount == 0 else {
      throw Failure(
        .badData,
        "\(imageCount) ids for \(captions) captions and as many rows, but neighbouring rows that are equal make "
          + "\(runs.starts.count) images", at: files.imageIDs, expected: "an image id for each caption")
    }
    return (
      RowLayout(captionsPerImage: captions / imageCount, captionCount: captions, rowCount: rows), nil
    )
  }
}
