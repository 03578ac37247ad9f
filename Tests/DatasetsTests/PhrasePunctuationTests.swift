import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("Phrases that differ in punctuation")
struct PhrasePunctuationTests {
  private let lines = ["a small , black dog", "A small black dog", "a small, black dog.", "a cat"].map {
    #"{"image": 0, "phrase": "\#($0)", "boxes": [[10, 10, 50, 70]]}"#
  }

  private func data(vectors: [[Float]]? = nil) throws -> LocalizationData {
    let data = try LocalizationData.plain()
    try data.writeLines(lines + [lines[0].uppercasedPhrase])
    if let vectors { try data.directory.write(vectors, to: "dev_phrases.npy") }
    return data
  }

  @Test("They are one text in both forms of the annotation, as in retrieval")
  func oneText() throws {
    let plain = try data().load().annotations
    #expect(plain.texts == ["a small black dog", "a cat"])
    #expect(plain.occurrences.map(\.text) == [0, 0, 0, 1, 0])
    #expect(plain.textOfLine == [0, 0, 0, 1, 0] && plain.spellingOfLine == [0, 1, 2, 3, 0])
    let published = try LocalizationData.published()
    try published.write(
      "[/EN#9/other a small , black ball] [/EN#9/other a small black ball]", to: "Sentences/33.txt")
    #expect(try published.load().annotations.texts.last == "a small black ball")
  }

  @Test(
    "Vectors of equal spellings must agree, those of one text need not: its first line's counts, and that is told"
  )
  func vectors() throws {
    let split = try data(vectors: [[1, 0], [2, 0], [1, 0], [3, 0], [1, 0]]).load()
    let vectors = try #require(split.textVectors)
    #expect(try (0..<2).map { try vectors.vector($0) } == [[1, 0], [3, 0]])
    #expect(split.notes.count == 1 && split.notes[0].hasPrefix("1 spellings of phrases have another vector"))
    #expect(try data(vectors: [[1, 0], [1, 0], [1, 0], [3, 0], [1, 0]]).load().notes.isEmpty)
    expectFailure(.badData, "dev_phrases.npy: rows 0 and 4 differ, but lines 1 and 5 of") {
      _ = try data(vectors: [[1, 0], [2, 0], [1, 0], [3, 0], [9, 0]]).load()
    }
  }

  @Test("A cache whose spellings contradict its texts is as good as none")
  func contradiction() throws {
    let good = try PhraseLineReader.table(of: data())
    func decode(_ change: (inout PhraseTable) -> Void) throws -> PhraseTable {
      var table = good
      change(&table)
      var encoder = PhraseTableEncoder(prefix: "")
      encoder.append(table)
      return try encoder.bytes.withUnsafeBytes {
        var decoder = PhraseTableDecoder(
          bytes: $0, imageSizes: [ImageSize(width: 100, height: 80)], prefix: "")
        return try decoder.decode()
      }
    }
    #expect(try decode { _ in } == good)
    let changes: [(inout PhraseTable) -> Void] = [
      { $0.spellingOfLine = [0, 1, 2, 2, 0] }, { $0.spellingOfLine = [0, 1, 2, 3] },
      { $0.spellingOfLine = [0, 1, 2, 4, 0] }, { $0.spellingOfLine = [0, 1, 2, -1, 0] },
      { $0.spellingOfLine = [0, 1, 2, -2, 0] }, { $0.spellingOfLine = [0, 1, 2, .max, 0] },
      { $0.textOfLine = [0, 0, 0, 1, -2] },
    ]
    for (number, change) in changes.enumerated() {
      #expect(throws: PhraseTableDecoder.Damage.self, "change \(number)") { _ = try decode(change) }
    }
  }
}

extension String {
  fileprivate var uppercasedPhrase: String { replacing("a small , black dog", with: "A  SMALL , BLACK DOG") }
}

extension PhraseLineReader {
  fileprivate static func table(of data: LocalizationData) throws -> PhraseTable {
    let files = LocalizationFiles(directory: data.directory.path, name: "dev")
    var reader = PhraseLineReader(path: files.phraseLines, images: try SplitImages(files: files))
    return try reader.read()
  }
}
