import Failures
import NPY
import Sampling

/// What one split of a data set directory holds, and everything that is wrong with it.
struct SplitReport: SplitInspection {
  let name: String
  private var inspection = FileInspection()
  private(set) var features: NPYFile?
  private(set) var imageIDs: [String] = []
  /// Whether the data set names its images, or the ids are just numbers.
  private(set) var hasImageIDs = false
  private(set) var textVectors: NPYFile?
  /// What was guessed of the layout, or looks wrong in it.
  private(set) var warnings: [String] = []

  static let textVectorsName = "caption vectors"
  static let textVectorsSuffix = "_sents.npy"

  var lines: [String] { inspection.lines }
  var problems: [Failure] { inspection.problems }

  /// Looks at each file on its own, so that one that is broken does not hide what another has.
  /// - Parameter captionsPerImage: decides where no ids do; 0: not given.
  init(directory: String, name: String, captionsPerImage: Int) {
    self.name = name
    let files = SplitFiles(directory: directory, name: name)
    inspection.lines.append("split \(name)")
    features = inspection.array(files.features)
    let captions = inspection.text(files.captions, item: "caption")
    if let captions { readWords(of: captions, files) }
    hasImageIDs = SplitFiles.exists(files.imageIDs)
    let idsCanBeRead = !hasImageIDs || inspection.text(files.imageIDs, item: "image id") != nil
    if let features, let captions {
      if idsCanBeRead { readImages(files, features, captions, captionsPerImage: captionsPerImage) }
    }
    if SplitFiles.exists(files.captionVectors) { textVectors = inspection.array(files.captionVectors) }
    if textVectors != nil, let captions {
      _ = inspection.attempt {
        try RetrievalSplit.captionVectors(path: files.captionVectors, captionCount: captions.count)
      }
    }
  }

  private mutating func readWords(of captions: [String], _ files: SplitFiles) {
    let frequencies = TFIDF.documentFrequencies(captions, units: .words)
    let repeated = SameTextLinks.groups(captions).reduce(0) { $0 + $1.count - 1 }
    inspection.lines.append(
      "  \(FileInspection.fileName(files.captions)): \(captions.count) captions, \(frequencies.count) words "
        + "(\(frequencies.count { $0.count >= 4 }) in 4 captions or more), "
        + "\(repeated) captions with the text of an earlier one")
    guard frequencies.isEmpty, !SplitFiles.exists(files.captionVectors) else { return }
    inspection.report(
      Failure(
        .badData, "no word in any of the \(captions.count) captions", at: files.captions,
        expected: "captions with letters or digits, or vectors for them in "
          + FileInspection.fileName(files.captionVectors)))
  }

  private mutating func readImages(
    _ files: SplitFiles, _ features: NPYFile, _ captions: [String], captionsPerImage: Int
  ) {
    let read = inspection.attempt {
      try CaptionedImages(
        files: files, features: features, captionCount: captions.count, captionsPerImage: captionsPerImage)
    }
    guard let read else { return }
    let counts = read.layout.captionRanges.map(\.count)
    inspection.lines.append(
      "  \(counts.count) images, \(FileInspection.range(counts)) captions an image, one row "
        + (read.layout.hasRowPerCaption ? "a caption" : "an image"))
    imageIDs = read.ids
    warnings += read.notes
    if counts.count > 1, let group = SameTextLinks.groups(captions).first, group.count == captions.count {
      warnings.append("split \(name): all captions are the same text: no image has a negative to learn from")
    }
    _ = inspection.attempt { try SameTextLinks(links: Links(read.layout), captions: captions) }
  }
}
