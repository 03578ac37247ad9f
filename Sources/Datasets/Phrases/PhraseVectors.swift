import Failures
import NPY

/// The vectors of distinct texts, from a file with a vector for each line of phrases.
struct PhraseVectors {
  /// `[texts, T]`: of each text the vector of the first line that has it.
  let rows: FeatureRows
  /// A line for the person when lines of one text differ in punctuation and in their vectors.
  let note: String?

  /// The vectors at a path, `nil` when there is no such file.
  /// - Throws: `.badData` when there are more or fewer rows than lines, or when two lines that differ in letter case and
  ///   white space at most have different vectors.
  init?(files: LocalizationFiles, annotations: PhraseAnnotations) throws {
    guard SplitFiles.exists(files.phraseVectors) else { return nil }
    let file = try NPYFile(path: files.phraseVectors)
    guard file.rows == annotations.textOfLine.count else {
      throw Failure(
        .badData, "\(file.rows) rows for \(annotations.textOfLine.count) lines of \(files.phraseLines)",
        at: file.path, expected: "one row a line")
    }
    try Self.requireEqual(file, files: files, annotations: annotations)
    let lineOfText = Self.firstLines(annotations.textOfLine)
    let lineOfSpelling = Self.firstLines(annotations.spellingOfLine)
    let otherCount = try lineOfSpelling.count { line in
      let first = lineOfText[Int(annotations.textOfLine[line])]
      return try first != line && !file.rowsAreEqual(first, line)
    }
    rows = FeatureRows(file: file, rowOfItem: lineOfText)
    note =
      otherCount == 0
      ? nil
      : "\(otherCount) spellings of phrases have another vector than the same words with other punctuation; "
        + "a text has the vector of its first line"
  }

  /// The first line of each number; they are numbered in the order they first stand.
  private static func firstLines(_ numbers: [Int32]) -> [Int] {
    var lines: [Int] = []
    for (line, number) in numbers.enumerated() where Int(number) == lines.count { lines.append(line) }
    return lines
  }

  private static func requireEqual(
    _ file: NPYFile, files: LocalizationFiles, annotations: PhraseAnnotations
  ) throws {
    let firstLines = firstLines(annotations.spellingOfLine)
    for (line, spelling) in annotations.spellingOfLine.enumerated() where spelling >= 0 {
      let first = firstLines[Int(spelling)]
      guard try first == line || file.rowsAreEqual(first, line) else {
        throw different(annotations.texts[Int(annotations.textOfLine[line])], first, line, files)
      }
    }
  }

  private static func different(
    _ text: String, _ first: Int, _ second: Int, _ files: LocalizationFiles
  ) -> Failure {
    Failure(
      .badData,
      "rows \(first) and \(second) differ, but lines \(first + 1) and \(second + 1) of \(files.phraseLines) "
        + "have the same text '\(text)'", at: files.phraseVectors,
      expected: "equal vectors for equal texts, letter case aside (rows count from 0)")
  }
}
