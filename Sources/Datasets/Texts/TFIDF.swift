import Failures

/// A bag of words `[captions, vocabulary]` weighted by term frequency and inverse document frequency, each row of
/// unit length: what a caption is to the text branch when it has no vector of its own.
///
/// A document is a caption. Units that the training captions did not have do not count.
/// Source: Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988); the smooth idf is
/// scikit-learn's `TfidfTransformer`.
package struct TFIDF: Equatable, Sendable {
  package let units: TextUnits
  /// Column k counts `vocabulary[k]`.
  package let vocabulary: [String]
  /// ln((1 + N) / (1 + df)) + 1 of each column, for N training captions of which df have the unit.
  package let inverseDocumentFrequencies: [Float]
  private let columnOfUnit: [String: Int32]

  /// A bag of words as it was stored.
  /// - Throws: `.badData` when the counts differ, an entry stands twice, or a weight is not a positive number.
  package init(vocabulary: [String], inverseDocumentFrequencies: [Float], units: TextUnits) throws {
    guard vocabulary.count == inverseDocumentFrequencies.count else {
      throw Failure(
        .badData,
        "a vocabulary of \(vocabulary.count) entries with \(inverseDocumentFrequencies.count) idf weights")
    }
    if let column = inverseDocumentFrequencies.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw Failure(
        .badData, "the idf weight of '\(vocabulary[column])' is \(inverseDocumentFrequencies[column])",
        expected: "a positive number")
    }
    var columns: [String: Int32] = [:]
    for (column, unit) in vocabulary.enumerated() {
      guard columns.updateValue(Int32(column), forKey: unit) == nil else {
        throw Failure(.badData, "the vocabulary has '\(unit)' twice", expected: "distinct entries")
      }
    }
    self.units = units
    self.vocabulary = vocabulary
    self.inverseDocumentFrequencies = inverseDocumentFrequencies
    columnOfUnit = columns
  }

  /// The column of a unit, `nil` for one outside the vocabulary.
  func column(of unit: String) -> Int32? {
    columnOfUnit[unit]
  }
}

extension TFIDF: Codable {
  private enum CodingKeys: CodingKey { case units, vocabulary, inverseDocumentFrequencies }

  package init(from decoder: any Decoder) throws {
    let stored = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      vocabulary: try stored.decode([String].self, forKey: .vocabulary),
      inverseDocumentFrequencies: try stored.decode([Float].self, forKey: .inverseDocumentFrequencies),
      units: try stored.decode(TextUnits.self, forKey: .units))
  }

  package func encode(to encoder: any Encoder) throws {
    var stored = encoder.container(keyedBy: CodingKeys.self)
    try stored.encode(vocabulary, forKey: .vocabulary)
    try stored.encode(inverseDocumentFrequencies, forKey: .inverseDocumentFrequencies)
    try stored.encode(units, forKey: .units)
  }
}
