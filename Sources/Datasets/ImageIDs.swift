import Failures
import Foundation

/// Names of images from a text file.
enum ImageIDs {
  /// One id for each image. The file has one line an image, or one a caption with an image's lines all the same.
  /// Without a file the ids are "0", "1", ...
  /// - Throws: `.badData` when the lines fit neither count, or two images have the same id.
  static func read(path: String, captionRanges: [Range<Int>]) throws -> [String] {
    guard SplitFiles.exists(path) else { return captionRanges.indices.map(String.init) }
    let lines = try TextLines.read(path: path, item: "image id")
    if lines.count == captionRanges.count {
      try requireUnique(lines, lineOfImage: Array(lines.indices), path: path)
      return lines
    }
    let captionCount = captionRanges.last?.upperBound ?? 0
    guard lines.count == captionCount else {
      throw Failure(
        .badData, "\(lines.count) ids for \(captionRanges.count) images with \(captionCount) captions",
        at: path,
        expected: "one line an image")
    }
    return try firstOfEach(captionRanges, lines: lines, path: path)
  }

  /// One id a line, without white space around it and without a suffix ".jpg".
  /// - Throws: `.noInput` when there is no such file; `.badData` for a faulty line, or an id that stands twice.
  static func readList(path: String) throws -> [String] {
    let ids = try TextLines.read(path: path, item: "image id").map {
      withoutSuffix($0.trimmingCharacters(in: .whitespaces))
    }
    try requireUnique(ids, lineOfImage: Array(ids.indices), path: path)
    return ids
  }

  static func withoutSuffix(_ id: String) -> String {
    id.hasSuffix(".jpg") ? String(id.dropLast(".jpg".count)) : id
  }

  private static func firstOfEach(_ ranges: [Range<Int>], lines: [String], path: String) throws -> [String] {
    for range in ranges {
      guard let other = range.first(where: { lines[$0] != lines[range.lowerBound] }) else { continue }
      throw Failure(
        .badData, "another id than in line \(range.lowerBound + 1), but the same image",
        at: "\(path), line \(other + 1)", expected: "one line an image, or equal ids for an image's captions")
    }
    let ids = ranges.map { lines[$0.lowerBound] }
    try requireUnique(ids, lineOfImage: ranges.map(\.lowerBound), path: path)
    return ids
  }

  private static func requireUnique(_ ids: [String], lineOfImage: [Int], path: String) throws {
    var imageOfID: [String: Int] = [:]
    for (image, id) in ids.enumerated() {
      guard let earlier = imageOfID.updateValue(image, forKey: id) else { continue }
      throw Failure(
        .badData, "the id '\(id)' stands in line \(lineOfImage[earlier] + 1) too",
        at: "\(path), line \(lineOfImage[image] + 1)", expected: "a different id for each image")
    }
  }
}
