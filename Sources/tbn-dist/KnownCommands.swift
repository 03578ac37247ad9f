import Failures

/// The commands by name. Without one, the parser would take any first word for an argument of `train`.
enum KnownCommands {
  static let names = TBNDist.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// A command line with "help COMMAND" as "COMMAND --help".
  ///
  /// - Throws: `.usage` for a first word that is no command, with the nearest one.
  static func resolved(_ arguments: [String]) throws -> [String] {
    guard let first = arguments.first, !first.hasPrefix("-") else { return arguments }
    guard first == "help" else {
      try require(first)
      return arguments
    }
    guard let topic = arguments.dropFirst().first(where: { !$0.hasPrefix("-") }) else { return ["--help"] }
    if topic == "help" { return ["--help"] }
    try require(topic)
    return [topic, "--help"]
  }

  private static func require(_ name: String) throws {
    guard !names.contains(name) else { return }
    let help = "'tbn-dist --help'"
    throw Failure(
      .usage, "there is no command '\(name)'",
      expected: "one of \((names + ["help"]).joined(separator: ", "))",
      remedy: nearest(to: name).map { "did you mean '\($0)'? See \(help)" } ?? "see \(help)")
  }

  /// One that begins so, else the one with the fewest letters to change, if most of them stay.
  private static func nearest(to name: String) -> String? {
    if let longer = names.first(where: { $0.hasPrefix(name) }) { return longer }
    let near = names.min { editDistance($0, name) < editDistance($1, name) }
    return near.flatMap { 2 * editDistance($0, name) <= $0.count ? $0 : nil }
  }

  /// Letters to insert, remove or replace. Source: Levenshtein, "Binary codes capable of correcting deletions,
  /// insertions, and reversals" (1966).
  static func editDistance(_ one: String, _ other: String) -> Int {
    // A name of a megabyte is far from every command.
    let other = other.prefix(64)
    var row = Array(0...other.count)
    for (line, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, otherLetter) in other.enumerated() {
        let replaced = diagonal + (letter == otherLetter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[other.count]
  }
}
