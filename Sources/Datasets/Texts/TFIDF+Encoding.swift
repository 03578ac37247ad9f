import Tensor

extension TFIDF {
  /// The nonzero elements of a caption's row, columns ascending: occurrences times idf, divided by the row's length.
  /// Empty when the caption has no unit of the vocabulary.
  package func encode(_ caption: String) -> (indices: [Int32], values: [Float]) {
    let columns = units.units(of: caption).compactMap(column(of:)).sorted()
    var indices: [Int32] = []
    var weights: [Double] = []
    for column in columns {
      let idf = Double(inverseDocumentFrequencies[Int(column)])
      if indices.last == column {
        weights[weights.count - 1] += idf
      } else {
        indices.append(column)
        weights.append(idf)
      }
    }
    let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return (indices, weights.map { Float($0 / length) })
  }

  /// The words of a caption that are not in the vocabulary, in the order they stand, each once.
  package func unknownWords(in caption: String) -> [String] {
    var seen: Set<String> = []
    return TextNormalization.words(of: caption).filter { column(of: $0) == nil && seen.insert($0).inserted }
  }

  /// One row a caption, in order.
  package func encode(_ captions: some Sequence<String>) -> SparseMatrix {
    var matrix = SparseMatrix(columns: vocabulary.count)
    for caption in captions {
      let row = encode(caption)
      matrix.appendRow(columns: row.indices[...], values: row.values[...])
    }
    return matrix
  }

  /// How many rows of an encoded matrix are empty: captions without a known word.
  package static func emptyRowCount(of matrix: SparseMatrix) -> Int {
    (0..<matrix.rows).count { matrix.rowStarts[$0] == matrix.rowStarts[$0 + 1] }
  }
}
