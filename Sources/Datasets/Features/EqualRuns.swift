import NPY

/// Runs of neighbouring rows of a feature file that are equal byte for byte: what is to be seen of which rows are one
/// image's, where nothing else says so.
struct EqualRuns {
  /// Where each run begins, ascending from row 0.
  let starts: [Int]
  let lengths: [Int]
  private let features: NPYFile

  /// Reads every row once.
  /// - Throws: when the file has become shorter or cannot be read.
  init(of features: NPYFile) throws {
    starts = try features.startsOfEqualRows()
    lengths = zip(starts, starts.dropFirst() + [features.rows]).map { $1 - $0 }
    self.features = features
  }

  /// Rows that equal the one before them.
  var repeatedRowCount: Int { features.rows - starts.count }

  /// "5" or "1 to 7".
  var lengthText: String { FileInspection.range(lengths) }

  /// Whether the runs of two rows and more hold at most so many different rows, wherever those stand.
  /// - Throws: when the file has become shorter or cannot be read.
  func repeatsAtMost(_ limit: Int) throws -> Bool {
    var contents: Set<[UInt8]> = []
    for (start, length) in zip(starts, lengths) where length > 1 {
      try features.read([start]) { _, row in contents.insert(Array(row)) }
      if contents.count > limit { return false }
    }
    return true
  }

  /// The rows that begin a run within an image of a layout with a row a caption: there the image's rows differ.
  func differingRows(in layout: RowLayout) -> [(row: Int, image: Int)] {
    var image = 0
    var differing: [(row: Int, image: Int)] = []
    for row in starts {
      while image + 1 < layout.imageCount, layout.captionStarts[image + 1] <= row { image += 1 }
      if layout.captionStarts[image] != row { differing.append((row, image)) }
    }
    return differing
  }
}
