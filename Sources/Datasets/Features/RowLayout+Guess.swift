import Failures

extension RowLayout {
  /// What runs of equal rows say, where a file has as many rows as there are captions and nothing names the images.
  ///
  /// No two neighbours equal: each row is an image. Every row repeated: a run is an image, and one as long as several
  /// of the usual ones is several images that look alike. A few rows repeated, one or at most a twentieth of all, however
  /// often: pictures that could not be fetched and became zeros, or that stand twice, so each row is an image; their order
  /// must not decide.
  /// - Parameter options: what would decide it, for the message.
  /// - Returns: the layout, and a line for a person where it was not plain.
  /// - Throws: `.badData` where rows repeat now and then, which may mean either.
  static func guess(from runs: EqualRuns, rowCount: Int, path: String, options: String) throws -> (
    layout: RowLayout, note: String?
  ) {
    func every(_ count: Int) -> RowLayout {
      RowLayout(captionsPerImage: count, captionCount: rowCount, rowCount: rowCount)
    }
    let (shortest, longest) = (runs.lengths.min() ?? 1, runs.lengths.max() ?? 1)
    if longest == 1 { return (every(1), nil) }
    let isUsual = 2 * runs.lengths.count { $0 == shortest } > runs.lengths.count
    if shortest > 1 {
      guard isUsual, runs.lengths.allSatisfy({ $0 % shortest == 0 }) else {
        let layout = RowLayout(captionStarts: runs.starts, captionCount: rowCount, rowCount: rowCount)
        return (layout, layout.note(ofEqualRows: options))
      }
      let note = longest == shortest ? nil : Self.note(longerThan: shortest, runs, options)
      return (every(shortest), note)
    }
    guard isUsual, try runs.repeatsAtMost(max(1, runs.lengths.count / 20)) else {
      throw ambiguous(runs, rowCount: rowCount, path: path, options: options)
    }
    let note =
      "\(rowCount) images, one row and one caption each, although \(runs.repeatedRowCount) rows equal the row "
      + "before them; if those are the same images, \(options)"
    return (every(1), note)
  }

  /// Tells a grouping by equal rows, in which nobody can see whether two images that look alike became one.
  func note(ofEqualRows options: String) -> String {
    "\(imageCount) images by equal neighbouring rows, \(FileInspection.range(captionRanges.map(\.count))) captions "
      + "each; if two images became one, \(options)"
  }

  private static func note(longerThan usual: Int, _ runs: EqualRuns, _ options: String) -> String {
    let longer = runs.lengths.filter { $0 > usual }
    return "\(usual) captions an image by equal neighbouring rows, of which \(longer.count) "
      + "run\(longer.count == 1 ? "" : "s") of \(FileInspection.range(longer)) rows became several images; "
      + "if that is wrong, \(options)"
  }

  private static func ambiguous(_ runs: EqualRuns, rowCount: Int, path: String, options: String) -> Failure {
    Failure(
      .badData,
      "which of the \(rowCount) rows and captions belong to one image cannot be told: "
        + "\(runs.repeatedRowCount) rows equal the row before them, in \(runs.lengths.count) runs of "
        + "\(runs.lengthText) rows", at: path,
      expected: "each row another image, or every image's row repeated", remedy: options)
  }
}
