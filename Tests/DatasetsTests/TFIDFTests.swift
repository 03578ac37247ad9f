@testable import Datasets
import Failures
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Bag of words")
struct TFIDFTests {
  private let captions = ["A dog runs.", "a dog, a cat", "the dog"]

  @Test("Vocabulary, idf and rows are those computed by hand")
  func byHand() throws {
    let bag = try TFIDF(fittedTo: captions)
    // Document frequencies: dog 3, a 2, and cat, runs, the 1 each.
    #expect(bag.vocabulary == ["dog", "a", "cat", "runs", "the"])
    let rare: Float = 1.693_147_2
    let common: Float = 1.287_682_1
    expectClose(bag.inverseDocumentFrequencies, [1, common, rare, rare, rare])
    // "a dog, a cat": dog 1, a 2 x 1.2876821, cat 1.6931472; length sqrt(1 + 6.632501 + 2.866747) = 3.240254.
    let row = bag.encode(captions[1])
    #expect(row.indices == [0, 1, 2])
    expectClose(row.values, [0.308_617_8, 0.794_803_2, 0.522_535_4])
  }

  @Test("Unknown words do not count, and a caption without known ones is an empty row")
  func unknownWords() throws {
    let bag = try TFIDF(fittedTo: captions)
    #expect(bag.encode("zebra dog zebra").indices == [0])
    #expect(bag.encode("zebra dog zebra").values == [1])
    #expect(bag.encode("zebra").indices.isEmpty && bag.encode("").values.isEmpty)
    let matrix = bag.encode(["dog", "zebra", "the cat", "?"])
    #expect(matrix.rows == 4 && matrix.columns == 5)
    #expect(matrix.rowStarts == [0, 1, 1, 3, 3])
    #expect(matrix.columnIndices == [0, 2, 4])
    #expect(TFIDF.emptyRowCount(of: matrix) == 2)
  }

  @Test("Rows have unit length and ascending columns")
  func unitLength() throws {
    let texts = (0..<50).map { text in (0..<text % 7 + 1).map { "w\(text * $0 % 11)" }.joined(separator: " ")
    }
    let matrix = try TFIDF(fittedTo: texts).encode(texts)
    for row in 0..<matrix.rows {
      let range = matrix.rowStarts[row]..<matrix.rowStarts[row + 1]
      let squares = matrix.values[range].reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(abs(squares - 1) < 1e-6, "row \(row)")
      let columns = matrix.columnIndices[range]
      #expect(zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 }, "row \(row)")
    }
  }

  @Test("A word must stand in enough captions; twice in one caption is one")
  func minimumCaptions() throws {
    let bag = try TFIDF(fittedTo: ["b b c", "c a", "a d", "c"], minimumCaptions: 2)
    #expect(bag.vocabulary == ["c", "a"])
    expectFailure(
      .badData, "no word stands in 4 or more of the 4 training captions", "lower --minimum-word-count"
    ) {
      _ = try TFIDF(fittedTo: ["b b b b b", "c a", "a d", "c"], minimumCaptions: 4)
    }
  }

  @Test("A maximum size keeps the most frequent words; equal ones are ordered by their scalars")
  func maximumSize() throws {
    let texts = ["z é b", "z é ä", "z b 狗"]
    #expect(try TFIDF(fittedTo: texts).vocabulary == ["z", "b", "é", "ä", "狗"])
    #expect(try TFIDF(fittedTo: texts, maximumSize: 2).vocabulary == ["z", "b"])
    #expect(try TFIDF(fittedTo: texts.reversed(), maximumSize: 3).vocabulary == ["z", "b", "é"])
  }

  @Test("Trigrams are columns of their own, never those of a word")
  func trigrams() throws {
    #expect(
      TextUnits.wordsAndTrigrams.units(of: "Dog, at a") == [
        "dog", "at", "a", "~^do", "~dog", "~og$", "~^at", "~at$", "~^a$",
      ])
    #expect(TextUnits.wordsAndTrigrams.units(of: "狗é") == ["狗é", "~^狗é", "~狗é$"])
    #expect(TextUnits.wordsAndTrigrams.units(of: "?") == [])
    let bag = try TFIDF(fittedTo: ["dog", "doggy", "at"], units: .wordsAndTrigrams)
    let word = try #require(bag.column(of: "dog"))
    let trigram = try #require(bag.column(of: "~dog"))
    #expect(word != trigram)
    #expect(bag.encode("doggy").indices.contains(trigram))
    #expect(!bag.encode("doggy").indices.contains(word))
    #expect(Set(bag.vocabulary).count == bag.vocabulary.count)
  }

  @Test("A stored bag of words is the same one again", arguments: TextUnits.allCases)
  func restoring(units: TextUnits) throws {
    let bag = try TFIDF(fittedTo: captions, units: units, minimumCaptions: 1)
    let restored = try TFIDF(
      vocabulary: bag.vocabulary, inverseDocumentFrequencies: bag.inverseDocumentFrequencies, units: bag.units
    )
    #expect(restored == bag)
    #expect(restored.encode(captions) == bag.encode(captions))
  }

  @Test("A damaged stored bag of words is refused")
  func damaged() {
    expectFailure(.badData, "a vocabulary of 2 entries with 1 idf weights") {
      _ = try TFIDF(vocabulary: ["a", "b"], inverseDocumentFrequencies: [1], units: .words)
    }
    expectFailure(.badData, "the vocabulary has 'a' twice") {
      _ = try TFIDF(vocabulary: ["a", "b", "a"], inverseDocumentFrequencies: [1, 1, 1], units: .words)
    }
    for weight in [Float.nan, .infinity, 0, -1] {
      expectFailure(.badData, "the idf weight of 'b' is \(weight)") {
        _ = try TFIDF(vocabulary: ["a", "b"], inverseDocumentFrequencies: [1, weight], units: .words)
      }
    }
  }

  private func expectClose(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-6, "\(found) \(expected)") }
  }
}
