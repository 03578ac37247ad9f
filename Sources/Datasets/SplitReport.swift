import Failures
import NPY

/// What one split of a data set directory holds, and everything that is wrong with it.
struct SplitReport: SplitInspection {
  let name: String
  private var inspection = FileInspection()
  private(set) var features: NPYFile?
  private(set) var imageIDs: [String] = []
  /// Whether the data set names its images, or the ids are just numbers.
  private(set) var hasImageIDs = false
  private(set) var textVectors: NPYFile?

  static let textVectorsName = "caption vectors"
  static let textVectorsSuffix = "_sents.npy"

  var lines: [String] { inspection.lines }
  var problems: [Failure] { inspection.problems }

  /// Looks at each file on its own, so that one that is broken does not hide what another has.
  init(directory: String, name: String) {
    self.name = name
    let files = SplitFiles(directory: directory, name: name)
    inspection.lines.append("split \(name)")
    features = inspection.array(files.features)
    let captions = inspection.text(files.captions, item: "caption")
    if let captions {
      inspection.lines.append(
        "  \(FileInspection.fileName(files.captions)): \(Self.describe(captions))")
    }
    hasImageIDs = SplitFiles.exists(files.imageIDs)
    let idsCanBeRead = !hasImageIDs || inspection.text(files.imageIDs, item: "image id") != nil
    if let features, let captions {
      inspectLayout(files, features: features, captions: captions, idsCanBeRead: idsCanBeRead)
    }
    if SplitFiles.exists(files.captionVectors) { textVectors = inspection.array(files.captionVectors) }
    if textVectors != nil, let captions {
      _ = inspection.attempt {
        try RetrievalSplit.captionVectors(path: files.captionVectors, captionCount: captions.count)
      }
    }
  }

  private static func describe(_ captions: [String]) -> String {
    let frequencies = TFIDF.documentFrequencies(captions, units: .words)
    let repeated = SameTextLinks.groups(captions).reduce(0) { $0 + $1.count - 1 }
    return "\(captions.count) captions, \(frequencies.count) words "
      + "(\(frequencies.count { $0.count >= 4 }) in 4 captions or more), "
      + "\(repeated) captions with the text of an earlier one"
  }

  private mutating func inspectLayout(
    _ files: SplitFiles, features: NPYFile, captions: [String], idsCanBeRead: Bool
  ) {
    guard
      let layout = inspection.attempt({
        try RowLayout(features: features, captionCount: captions.count, captionsPath: files.captions)
      })
    else { return }
    let ranges = layout.captionRanges(captionCount: captions.count)
    let counts = ranges.map(\.count)
    inspection.lines.append(
      "  \(ranges.count) images, \(FileInspection.range(counts)) captions an image, \(layout.summary)"
    )
    guard idsCanBeRead else { return }
    if let ids = inspection.attempt({ try ImageIDs.read(path: files.imageIDs, captionRanges: ranges) }) {
      imageIDs = ids
    }
  }
}

extension RowLayout {
  fileprivate var summary: String {
    switch self {
    case .rowPerImage: "one row an image"
    case .rowPerCaption: "one row a caption, an image's rows equal"
    }
  }
}
