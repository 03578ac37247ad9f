import Failures
import Foundation

/// The groups that CLDR sorts characters into, as in "Animals & Nature" and "animal-mammal".
///
/// Source: the head of `properties/labels.txt` in CLDR. Of the sets in it only single characters are kept.
package struct CharacterLabels: Sendable {
  package struct Label: Hashable, Sendable {
    package let group: String
    package let subgroup: String

    package init(group: String, subgroup: String) {
      self.group = group
      self.subgroup = subgroup
    }
  }

  /// The first label of each character.
  package private(set) var labels: [Unicode.Scalar: Label] = [:]

  /// Reads `properties/labels.txt` in a directory of CLDR.
  /// - Throws: `Failure` if the file is missing or is not as CLDR writes it, with the line.
  package init(directory: String) throws(Failure) {
    let path = "\(directory)/properties/labels.txt"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .noInput, "cannot read CLDR's labels of characters", at: path,
        remedy:
          "install them with 'apt-get install unicode-cldr-core', or name their directory with --annotations")
    }
    try self.init(data, path: path)
  }

  /// Reads the bytes of the file; `path` is only told in errors.
  package init(_ data: Data, path: String) throws(Failure) {
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure(.badData, "not UTF-8", at: path, expected: "CLDR's labels of characters")
    }
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.trimmingCharacters(in: .whitespaces)
      guard !content.isEmpty, !content.hasPrefix("#") else { continue }
      try read(content, at: "\(path), line \(number + 1)")
    }
    guard !labels.isEmpty else {
      throw Failure(.badData, "no character has a label", at: path, expected: "CLDR's labels of characters")
    }
  }

  private mutating func read(_ line: String, at location: String) throws(Failure) {
    let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard (2...3).contains(fields.count), !fields.contains("") else {
      throw Failure(
        .badData, "a line of \(fields.count) fields", at: location,
        expected: "a set, a label and perhaps another")
    }
    guard let scalars = CharacterSetScanner.scalars(in: fields[0]) else {
      throw Failure(
        .badData, "the set \(fields[0])", at: location,
        expected: "characters, ranges and {strings} between square brackets")
    }
    let label = Label(group: fields[1], subgroup: fields.count == 3 ? fields[2] : "")
    for scalar in scalars where labels[scalar] == nil { labels[scalar] = label }
  }
}
