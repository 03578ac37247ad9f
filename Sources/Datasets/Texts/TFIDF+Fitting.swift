import Failures
import Foundation

extension TFIDF {
  /// The bag of words of training captions, and of nothing else.
  ///
  /// Columns are ordered by falling document frequency, equal ones by the scalars of the unit: the same captions in
  /// any order give the same columns.
  /// - Parameters:
  ///   - minimumCaptions: leave out units that fewer captions have (document frequency, not occurrences).
  ///   - maximumSize: keep at most this many, the most frequent ones.
  /// - Throws: `.badData` when no unit is left.
  package init(
    fittedTo captions: [String], units: TextUnits = .words, minimumCaptions: Int = 1, maximumSize: Int? = nil
  ) throws {
    precondition(minimumCaptions >= 1 && maximumSize ?? 1 >= 1)
    let frequent = Self.documentFrequencies(captions, units: units).filter { $0.count >= minimumCaptions }
    let ordered = frequent.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.unit.utf8.lexicographicallyPrecedes($1.unit.utf8)
    }
    let kept = ordered.prefix(maximumSize ?? ordered.count)
    guard !kept.isEmpty else {
      throw Failure(
        .badData, "no word stands in \(minimumCaptions) or more of the \(captions.count) training captions",
        expected: "a vocabulary of at least one word", remedy: "lower --minimum-word-count")
    }
    try self.init(
      vocabulary: kept.map(\.unit),
      inverseDocumentFrequencies: kept.map { Self.smoothIDF(captions: captions.count, containing: $0.count) },
      units: units)
  }

  static func smoothIDF(captions: Int, containing count: Int) -> Float {
    Float(log(Double(1 + captions) / Double(1 + count)) + 1)
  }

  /// How many captions have each unit.
  static func documentFrequencies(_ captions: [String], units: TextUnits) -> [(unit: String, count: Int)] {
    var numberOfUnit: [String: Int] = [:]
    var frequencies: [(unit: String, count: Int)] = []
    // The last caption that counted a unit: cheaper than a set for each caption.
    var lastCaption: [Int] = []
    for (caption, text) in captions.enumerated() {
      for unit in units.units(of: text) {
        if let number = numberOfUnit[unit] {
          if lastCaption[number] != caption { frequencies[number].count += 1 }
          lastCaption[number] = caption
        } else {
          numberOfUnit[unit] = frequencies.count
          frequencies.append((unit, 1))
          lastCaption.append(caption)
        }
      }
    }
    return frequencies
  }
}
