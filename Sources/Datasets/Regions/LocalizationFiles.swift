import Failures
import Foundation

/// The files of one split of regions and phrases in a data set directory.
///
/// Regions: `{split}_regions.npy` features `[R, D]`, `{split}_boxes.npy` `[R, 4]` x1 y1 x2 y2 in pixels,
/// `{split}_region_images.npy` `[R]` row of the image, `{split}_image_sizes.npy` `[images, 2]` width and height.
///
/// Phrases, published form of Flickr30K Entities: `Sentences/{id}.txt`, `Annotations/{id}.xml`, and the ids of the
/// split's images in `{split}.txt`. Plain form: `{split}_phrases.jsonl`, one phrase a line, and, if wanted, ids in
/// `{split}.txt` and a vector for each line in `{split}_phrases.npy`.
struct LocalizationFiles {
  /// How the phrases are given.
  enum Form { case published, plain }

  let directory: String
  let name: String
  /// Whether what is costly to read is kept beside the data for the next time.
  var keepsCache = true

  private static let regionsSuffix = "_regions.npy"
  private static let boxesSuffix = "_boxes.npy"
  private static let regionImagesSuffix = "_region_images.npy"
  private static let imageSizesSuffix = "_image_sizes.npy"
  private static let phrasesSuffix = "_phrases.jsonl"
  private static let arraySuffixes = [regionsSuffix, boxesSuffix, regionImagesSuffix, imageSizesSuffix]

  var regions: String { path(name + Self.regionsSuffix) }
  var boxes: String { path(name + Self.boxesSuffix) }
  var regionImages: String { path(name + Self.regionImagesSuffix) }
  var imageSizes: String { path(name + Self.imageSizesSuffix) }
  var imageList: String { path(name + ".txt") }
  var phraseLines: String { path(name + Self.phrasesSuffix) }
  var phraseVectors: String { path(name + "_phrases.npy") }
  var sentencesDirectory: String { path("Sentences") }
  var annotationsDirectory: String { path("Annotations") }

  func sentences(_ id: String) -> String { "\(sentencesDirectory)/\(id).txt" }
  func annotation(_ id: String) -> String { "\(annotationsDirectory)/\(id).xml" }

  /// The path of a file of the data set.
  func path(_ file: String) -> String {
    directory.hasSuffix("/") ? directory + file : directory + "/" + file
  }

  /// The form in which the directory has the split's phrases.
  /// - Throws: `.badData` when it has both forms, or vectors for lines that are not there; `.noInput` when it has
  ///   neither, or half of the published one.
  func form() throws -> Form {
    let published = [sentencesDirectory, annotationsDirectory].filter(SplitFiles.exists)
    if SplitFiles.exists(phraseLines) {
      guard let other = published.first else { return .plain }
      throw Failure(
        .badData, "the phrases of split '\(name)' are given twice: in \(phraseLines) and in \(other)",
        at: directory, expected: "one form", remedy: "move the other one away")
    }
    guard !published.isEmpty else {
      throw Failure(
        .noInput, "no phrases for split '\(name)'", at: directory,
        expected: "\(name)_phrases.jsonl, or \(name).txt with Sentences and Annotations")
    }
    for needed in [sentencesDirectory, annotationsDirectory, imageList] where !SplitFiles.exists(needed) {
      throw Failure(
        .noInput, "the published form of the phrases is not complete: there is no \(needed)", at: directory,
        expected: "\(name).txt, Sentences and Annotations")
    }
    guard !SplitFiles.exists(phraseVectors) else {
      throw Failure(
        .badData, "vectors for lines of phrases, but no \(phraseLines)", at: phraseVectors,
        expected: "vectors only with the plain form of the phrases",
        remedy: "give the phrases line by line, or move the vectors away")
    }
    return .published
  }

  /// - Throws: `.noInput` that names the missing file and the splits the directory does have.
  func requireInput() throws {
    let complete = try Self.completeNames(in: directory)
    for suffix in Self.arraySuffixes where !SplitFiles.exists(path(name + suffix)) {
      throw Failure(
        .noInput, "no split '\(name)' of regions: there is no file \(name + suffix)", at: directory,
        expected: complete.isEmpty
          ? "files like train_regions.npy and train_boxes.npy"
          : "one of the splits \(complete.joined(separator: ", "))")
    }
    _ = try form()
  }

  /// Names of the splits that have the files of their regions and a form of their phrases, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  static func completeNames(in directory: String) throws -> [String] {
    let files = Set(try SplitFiles.list(directory))
    return try names(in: directory).filter { name in
      arraySuffixes.allSatisfy { files.contains(name + $0) }
        && (files.contains(name + phrasesSuffix)
          || files.isSuperset(of: ["\(name).txt", "Sentences", "Annotations"]))
    }
  }

  /// Names of the splits that have region features or lines of phrases, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  static func names(in directory: String) throws -> [String] {
    let files = try SplitFiles.list(directory)
    let names = [regionsSuffix, phrasesSuffix].flatMap { suffix in
      files.filter { $0.hasSuffix(suffix) && $0 != suffix }.map { String($0.dropLast(suffix.count)) }
    }
    return Set(names).sorted()
  }
}
