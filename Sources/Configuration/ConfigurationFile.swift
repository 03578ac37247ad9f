import Failures
import Files
import Foundation
import Training
import Yams

/// A YAML file of settings, by the names of the flags: one mapping of scalars.
package struct ConfigurationFile {
  /// A setting, and the line on which it stands.
  package struct Entry {
    package let setting: Setting
    let line: Int
  }

  package let path: String
  /// In the order of the file.
  package let entries: [Entry]

  private static let maximumByteCount = 1 << 20
  private static let maximumAliasCount = 20

  /// - Throws: `Failure` that names the line: for YAML that cannot be read, an unknown key, a value that does not
  ///   fit.
  package init(path: String) throws {
    self.path = path
    guard !path.isEmpty else {
      throw Failure(.usage, "--config is empty", expected: "the name of a YAML file of settings")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "no such file", at: path, expected: "a YAML file of settings")
    }
    let bytes = try InputFile(path).contents(atMost: Self.maximumByteCount)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.noInput, "cannot be read as UTF-8 text", at: path, expected: "a YAML file of settings")
    }
    try Self.requireFewAliases(text, path)
    let names = try TrainingConfiguration.settingNames()
    entries = try Self.mapping(text, path).map { key, value in try Self.entry(key, value, names, path) }
    try check()
  }

  /// The value of a setting, as text; nil when the file has none.
  package func value(of name: String) -> String? {
    entries.first { $0.setting.name == name }?.setting.value
  }

  /// The line on which a setting stands, from 1; nil when the file has none.
  package func line(of name: String) -> Int? {
    entries.first { $0.setting.name == name }?.line
  }

  /// Lists of aliases of lists of aliases are small files that grow beyond all bounds when keys are compared. Settings
  /// need none; whatever may be one is counted.
  private static func requireFewAliases(_ text: String, _ path: String) throws {
    var count = 0
    var previous = UInt8(ascii: "\n")
    for byte in text.utf8 {
      let beginsNode = " \t\r\n[{,:-?".utf8.contains(previous)
      if byte == UInt8(ascii: "*"), beginsNode { count += 1 }
      previous = byte
    }
    guard count > maximumAliasCount else { return }
    throw Failure(
      .configuration, "\(count) aliases (words that begin with '*')", at: path,
      expected: "at most \(maximumAliasCount)", remedy: "write the values out")
  }

  private static func mapping(_ text: String, _ path: String) throws -> [(key: Node, value: Node)] {
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch { throw notYAML(error, path) }
    guard let node else { return [] }
    guard let mapping = node.mapping else {
      throw Failure(
        .configuration, "not a list of settings", at: path, expected: "lines such as 'margin: 0.05'")
    }
    return mapping.map { ($0.key, $0.value) }
  }

  /// Parses all values at once, and only if that fails each alone to find the line: the parser is slow.
  private func check() throws {
    do { _ = try TrainingConfiguration(settings: entries.map(\.setting)) } catch {
      for entry in entries {
        do { _ = try TrainingConfiguration(settings: [entry.setting]) } catch {
          throw Failure(
            .configuration, TrainingConfiguration.message(for: error), at: "\(path), line \(entry.line)")
        }
      }
      throw Failure(.configuration, TrainingConfiguration.message(for: error), at: path)
    }
  }

  private static func entry(_ key: Node, _ value: Node, _ names: [String], _ path: String) throws -> Entry {
    let line = key.mark?.line ?? 0
    let place = "\(path), line \(line)"
    guard let name = key.scalar?.string, names.contains(name) else {
      throw unknownKey(key.scalar?.string, in: names, place)
    }
    guard let text = value.scalar?.string else {
      throw Failure(.configuration, "'\(name)' is a list or a mapping", at: place, expected: "one value")
    }
    guard !TrainingConfiguration.flagNames.contains(name) || ["true", "false"].contains(text) else {
      throw Failure(.configuration, "'\(name)' is '\(text)'", at: place, expected: "true or false")
    }
    return Entry(setting: Setting(name: name, value: text), line: line)
  }

  private static func unknownKey(_ key: String?, in names: [String], _ place: String) -> Failure {
    let expected = "a setting of 'tbn-dist train --help'"
    guard let key else {
      return Failure(.configuration, "the key is a list or a mapping", at: place, expected: expected)
    }
    return Failure(
      .configuration, "unknown key '\(key)'", at: place, expected: expected,
      remedy: nearest(to: key, in: names).map { "did you mean '\($0)'?" })
  }

  /// The name a typing error away, if there is one.
  private static func nearest(to text: String, in names: [String]) -> String? {
    // No setting is as long, and distances of long texts take long.
    guard text.utf8.count <= 64 else { return nil }
    let plain = text.lowercased().replacingOccurrences(of: "_", with: "-")
    let distances = names.map { (name: $0, distance: editDistance(plain, $0)) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(2, best.name.count / 3) ? best.name : nil
  }

  private static func notYAML(_ error: any Error, _ path: String) -> Failure {
    if let error = error as? YamlError { return notYAML(error, path) }
    return Failure(.configuration, "not YAML: \(error)", at: path)
  }

  /// The parser's own text goes over several lines; a message has one.
  private static func notYAML(_ error: YamlError, _ path: String) -> Failure {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Failure(.configuration, "not YAML: \(problem)", at: "\(path), line \(mark.line)")
    case .duplicatedKeysInMapping(let keys, _):
      return Failure(
        .configuration, "'\(keys.joined(separator: "', '"))' more than once", at: path,
        expected: "each setting once")
    default:
      let text = "\(error)".split(separator: "\n").joined(separator: " ")
      return Failure(.configuration, "not YAML: \(text)", at: path)
    }
  }

  /// Insertions, deletions and replacements between two words (Levenshtein).
  static func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var previous = Array(0...right.count)
    for (row, character) in left.enumerated() {
      var current = [row + 1]
      for column in right.indices {
        let replaced = previous[column] + (right[column] == character ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[right.count]
  }
}
