/// A matrix `[rows, columns]` in compressed sparse row form: row r holds `values[k]` in column `columnIndices[k]`
/// for k in `rowStarts[r]..<rowStarts[r + 1]`, columns ascending.
package struct SparseMatrix: Equatable, Sendable {
  package let columns: Int
  package private(set) var rowStarts: [Int] = [0]
  package private(set) var columnIndices: [Int32] = []
  package private(set) var values: [Float] = []

  package var rows: Int { rowStarts.count - 1 }

  /// A matrix without rows.
  package init(columns: Int) {
    self.columns = columns
  }

  /// A copy of rows that stand elsewhere.
  package init(
    columns: Int, rowLengths: UnsafeMutableBufferPointer<Int32>,
    columnIndices: UnsafeMutableBufferPointer<Int32>, values: UnsafeBufferPointer<Float>
  ) {
    self.columns = columns
    for length in rowLengths { rowStarts.append((rowStarts.last ?? 0) + Int(length)) }
    precondition(rowStarts.last == values.count && values.count == columnIndices.count)
    self.columnIndices = Array(columnIndices)
    self.values = Array(values)
  }

  package mutating func appendRow(columns indices: ArraySlice<Int32>, values rowValues: ArraySlice<Float>) {
    precondition(indices.count == rowValues.count)
    precondition(indices.allSatisfy { $0 >= 0 && $0 < columns }, "column outside 0..<\(columns)")
    columnIndices += indices
    values += rowValues
    rowStarts.append(values.count)
  }

  /// A copy of the given rows, in the given order.
  package func gatherRows(_ rows: some Sequence<Int>) -> SparseMatrix {
    var result = SparseMatrix(columns: columns)
    for row in rows {
      let range = rowStarts[row]..<rowStarts[row + 1]
      result.appendRow(columns: columnIndices[range], values: values[range])
    }
    return result
  }
}
