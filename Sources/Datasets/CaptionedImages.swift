import Failures
import NPY

/// The images of a split: which rows and captions are theirs, and what they are called.
///
/// Where there are ids, they decide. Where there are none, the number of captions an image that was given does, and
/// without it the counts; equal neighbouring rows only where there are as many rows as captions.
struct CaptionedImages {
  let layout: RowLayout
  /// No two the same; "0", "1", ... when the data set has none.
  let ids: [String]
  /// What was guessed, or looks wrong, a line each for a person.
  private(set) var notes: [String] = []

  /// - Parameter captionsPerImage: 0: as the files say.
  /// - Throws: `.badData` when the counts do not fit, when ids are faulty, or when nothing tells which captions belong
  ///   to one image; when the features cannot be read.
  init(files: SplitFiles, features: NPYFile, captionCount: Int, captionsPerImage: Int) throws {
    let counts = CaptionCounts(
      files: files, features: features, captions: captionCount, perImage: captionsPerImage)
    var runs: EqualRuns?
    // Only then can rows repeat; it costs a pass over the features.
    if features.rows == captionCount { runs = try EqualRuns(of: features) }
    var guess: String?
    if let lines = try ImageIDs.lines(path: files.imageIDs) {
      (layout, ids, guess) = try counts.named(by: lines, runs)
      if guess == nil { guess = Self.contradiction(layout, captionsPerImage) }
    } else {
      (layout, guess) = try counts.unnamed(runs)
      ids = (0..<layout.imageCount).map(String.init)
    }
    notes = [guess, runs.flatMap { note(on: $0) }].compactMap(\.self).map { "split \(files.name): \($0)" }
  }

  /// A line where the ids say something else than the number that was given.
  private static func contradiction(_ layout: RowLayout, _ captionsPerImage: Int) -> String? {
    let counts = layout.captionRanges.map(\.count)
    guard captionsPerImage > 0, counts.contains(where: { $0 != captionsPerImage }) else { return nil }
    return
      "--captions-per-image \(captionsPerImage) does not count: by the ids an image has "
      + "\(FileInspection.range(counts)) captions"
  }

  /// What is odd about an image's rows.
  private func note(on runs: EqualRuns) -> String? {
    guard layout.hasRowPerCaption else {
      let least = runs.lengths.min() ?? 1
      guard least > 1 else { return nil }
      return
        "each of the \(layout.imageCount) images has a row of its own, but every row stands \(runs.lengthText) "
        + "times in a row, as where the ids are those of captions"
    }
    let differing = runs.differingRows(in: layout)
    guard let first = differing.first else { return nil }
    return
      "\(Set(differing.map(\.image)).count) of \(layout.imageCount) images have rows that differ, such as rows "
      + "\(first.row - 1) and \(first.row) of image '\(ids[first.image])' (rows count from 0); the first row of "
      + "an image is taken"
  }
}
