import Failures

/// What a data set directory holds, and every problem found in it, for a person to read.
package struct DatasetReport: Sendable {
  /// What was found, split by split, without the problems.
  package let summary: [String]
  /// Everything that training or evaluation would refuse.
  package let problems: [Failure]
  /// What is legal but worth knowing: guesses, faults of annotations, images that two splits share.
  package let warnings: [String]
  /// What training and evaluation leave out of each split of regions and phrases that can be read.
  package let leftOut: [(split: String, counts: LeftOut)]

  /// Reads every number and every line of every split, of images and captions and of regions and phrases.
  /// - Parameter captionsPerImage: decides which captions belong to one image where no ids do; 0: not given.
  /// - Throws: `.noInput` when there is no such directory, or no split in it.
  package init(directory: String, captionsPerImage: Int = 0) throws {
    let splits = try SplitFiles.names(in: directory).map {
      SplitReport(directory: directory, name: $0, captionsPerImage: captionsPerImage)
    }
    let localization = try LocalizationFiles.names(in: directory).map {
      LocalizationSplitReport(directory: directory, name: $0)
    }
    guard !splits.isEmpty || !localization.isEmpty else {
      throw Failure(
        .noInput, "no split of a data set", at: directory,
        expected: "files like train_ims.npy and train_caps.txt, or train_regions.npy and train_boxes.npy")
    }
    summary =
      splits.flatMap(\.lines) + localization.flatMap(\.lines)
      + Self.unusual(splits.map(\.name) + localization.map(\.name))
    leftOut = localization.compactMap { split in split.leftOut.map { (split.name, $0) } }
    problems =
      splits.flatMap(\.problems) + Self.mismatches(splits) + localization.flatMap(\.problems)
      + Self.mismatches(localization)
    warnings =
      splits.flatMap(\.warnings) + Self.sharedImages(splits) + localization.flatMap(\.warnings)
      + Self.sharedImages(localization)
  }

  /// The whole report, one problem a line at the end.
  package var lines: [String] {
    summary + warnings.map { "warning: \($0)" } + [verdict] + problems.map { "  \($0)" }
  }

  private var verdict: String {
    func count(_ items: [some Any], _ name: String) -> String {
      "\(items.count) \(name)\(items.count == 1 ? "" : "s")"
    }
    if !problems.isEmpty { return count(problems, "problem") }
    return warnings.isEmpty ? "no problems" : "\(count(warnings, "warning")), nothing that stops a run"
  }

  /// Splits that no command takes by itself.
  private static func unusual(_ names: [String]) -> [String] {
    let others = Set(names).subtracting(["train", "dev", "test"]).sorted()
    guard !others.isEmpty else { return [] }
    return [
      "read only where --train-split, --dev-split or --split names it: \(others.joined(separator: ", "))"
    ]
  }

  /// Splits that one model could not read together.
  private static func mismatches(_ splits: [some SplitInspection]) -> [Failure] {
    [splits.compactMap(\.features), splits.compactMap(\.textVectors)].flatMap { files in
      guard let first = files.first else { return [Failure]() }
      return files.dropFirst().filter { $0.columns != first.columns }.map {
        Failure(
          .badData, "rows of \($0.columns) numbers, but \(first.columns) in \(first.path)", at: $0.path,
          expected: "the same in every split")
      }
    } + missingVectors(splits)
  }

  private static func missingVectors<Split: SplitInspection>(_ splits: [Split]) -> [Failure] {
    let with = splits.filter { $0.textVectors != nil }
    guard let example = with.first, with.count < splits.count else { return [] }
    return splits.filter { $0.textVectors == nil }.map {
      Failure(
        .badData,
        "split \($0.name) has no \(Split.textVectorsName) that can be read, but split \(example.name) has",
        expected: "a \(Split.textVectorsSuffix) file for every split, or for none")
    }
  }

  private static func sharedImages(_ splits: [some SplitInspection]) -> [String] {
    let named = splits.filter(\.hasImageIDs)
    return named.indices.flatMap { first in
      named[(first + 1)...].compactMap { other in
        let shared = Set(named[first].imageIDs).intersection(other.imageIDs)
        guard let example = shared.min() else { return nil }
        return
          "splits \(named[first].name) and \(other.name) share \(shared.count) image ids, such as \(example)"
      }
    }
  }
}
