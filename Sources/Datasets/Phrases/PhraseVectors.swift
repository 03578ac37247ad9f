import Failures
import NPY

/// The vectors of distinct texts, from a file with a vector for each line of phrases.
enum PhraseVectors {
  /// The vectors `[texts, T]` at a path, `nil` when there is no such file.
  /// - Throws: `.badData` when there are more or fewer rows than lines, or when two lines with the same text have
  ///   different vectors.
  static func read(files: LocalizationFiles, annotations: PhraseAnnotations) throws -> FeatureRows? {
    guard SplitFiles.exists(files.phraseVectors) else { return nil }
    let file = try NPYFile(path: files.phraseVectors)
    let textOfLine = annotations.textOfLine
    guard file.rows == textOfLine.count else {
      throw Failure(
        .badData, "\(file.rows) rows for \(textOfLine.count) lines of \(files.phraseLines)", at: file.path,
        expected: "one row a line")
    }
    var lineOfText: [Int] = []
    for (line, text) in textOfLine.enumerated() where text >= 0 {
      // Texts are numbered in the order they first stand.
      if text == lineOfText.count {
        lineOfText.append(line)
      } else if try !file.rowsAreEqual(lineOfText[Int(text)], line) {
        throw different(annotations.texts[Int(text)], lineOfText[Int(text)], line, files)
      }
    }
    return FeatureRows(file: file, rowOfItem: lineOfText)
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
