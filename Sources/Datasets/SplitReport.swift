import Failures
import NPY

/// What one split of a data set directory holds, and everything that is wrong with it.
struct SplitReport {
  let name: String
  private(set) var lines: [String] = []
  private(set) var problems: [Failure] = []
  private(set) var features: NPYFile?
  private(set) var imageIDs: [String] = []
  /// Whether the data set names its images, or the ids are just numbers.
  private(set) var hasImageIDs = false
  private(set) var captionVectors: NPYFile?

  /// Looks at each file on its own, so that one that is broken does not hide what another has.
  init(directory: String, name: String) {
    self.name = name
    let files = SplitFiles(directory: directory, name: name)
    lines.append("split \(name)")
    features = inspectArray(files.features)
    let captions = inspectText(files.captions, item: "caption")
    if let captions { lines.append("  \(Self.fileName(files.captions)): \(Self.describe(captions))") }
    hasImageIDs = SplitFiles.exists(files.imageIDs)
    let idsCanBeRead = !hasImageIDs || inspectText(files.imageIDs, item: "image id") != nil
    if let features, let captions {
      inspectLayout(files, features: features, captions: captions, idsCanBeRead: idsCanBeRead)
    }
    if SplitFiles.exists(files.captionVectors) { captionVectors = inspectArray(files.captionVectors) }
    if captionVectors != nil, let captions {
      _ = attempt {
        try RetrievalSplit.captionVectors(path: files.captionVectors, captionCount: captions.count)
      }
    }
  }

  private mutating func attempt<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let failure as Failure {
      problems.append(failure)
    } catch {
      problems.append(Failure(.inputOutput, "\(error)"))
    }
    return nil
  }

  private mutating func inspectArray(_ path: String) -> NPYFile? {
    guard let file = attempt({ try NPYFile(path: path) }) else { return nil }
    lines.append(
      "  \(Self.fileName(path)): \(file.rows) x \(file.columns) \(file.elementType.name), "
        + Self.megabytes(file.fileByteCount))
    if let failure = file.nonFiniteFailure() { problems.append(failure) }
    return file
  }

  /// The lines of a text file, `nil` when one of them is faulty.
  private mutating func inspectText(_ path: String, item: String) -> [String]? {
    guard let text = attempt({ try TextLines(path: path, item: item) }) else { return nil }
    problems += text.faults
    if text.faultCount > text.faults.count {
      problems.append(
        Failure(
          .badData, "more faulty lines: \(text.faultCount) in all, of which the first are listed", at: path))
    }
    return text.faultCount == 0 ? text.lines : nil
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
      let layout = attempt({
        try RowLayout(features: features, captionCount: captions.count, captionsPath: files.captions)
      })
    else { return }
    let ranges = layout.captionRanges(captionCount: captions.count)
    let counts = ranges.map(\.count)
    lines.append(
      "  \(ranges.count) images, \(Self.range(counts)) captions an image, \(layout.summary)"
    )
    guard idsCanBeRead else { return }
    if let ids = attempt({ try ImageIDs.read(path: files.imageIDs, captionRanges: ranges) }) {
      imageIDs = ids
    }
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func megabytes(_ byteCount: Int) -> String {
    let tenths = (byteCount + 50_000) / 100_000
    return byteCount < 1_000_000 ? "\(byteCount) bytes" : "\(tenths / 10).\(tenths % 10) MB"
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

extension SplitReport {
  /// "5" or "1 to 7".
  private static func range(_ counts: [Int]) -> String {
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }
}
