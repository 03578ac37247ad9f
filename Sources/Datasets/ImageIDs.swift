import Failures
import Foundation

/// Names of images from a text file.
enum ImageIDs {
  /// The lines of a file of ids, without white space around them; `nil` when there is no such file.
  /// - Throws: `.badData` for a faulty line.
  static func lines(path: String) throws -> [String]? {
    guard SplitFiles.exists(path) else { return nil }
    return try TextLines.read(path: path, item: "image id").map(trimmed)
  }

  /// One id a line, without white space around it and without a suffix ".jpg".
  /// - Throws: `.noInput` when there is no such file; `.badData` for a faulty line, or an id that stands twice.
  static func readList(path: String) throws -> [String] {
    let ids = try TextLines.read(path: path, item: "image id").map { withoutSuffix(trimmed($0)) }
    try requireUnique(ids, lineOfImage: Array(ids.indices), path: path)
    return ids
  }

  static func withoutSuffix(_ id: String) -> String {
    id.hasSuffix(".jpg") ? String(id.dropLast(".jpg".count)) : id
  }

  static func trimmed(_ id: String) -> String {
    id.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Where the id is another than in the line before.
  static func starts(ofRunsIn lines: [String]) -> [Int] {
    lines.indices.filter { $0 == 0 || lines[$0] != lines[$0 - 1] }
  }

  /// - Throws: `.badData` when two images have the same id.
  static func requireUnique(_ ids: [String], lineOfImage: [Int], path: String) throws {
    var imageOfID: [String: Int] = [:]
    for (image, id) in ids.enumerated() {
      guard let earlier = imageOfID.updateValue(image, forKey: id) else { continue }
      throw Failure(
        .badData, "the id '\(id)' stands in line \(lineOfImage[earlier] + 1) too",
        at: "\(path), line \(lineOfImage[image] + 1)",
        expected: "a different id for each image, and an image's captions in a row")
    }
  }
}
