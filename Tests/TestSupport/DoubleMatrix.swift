import Tensor

/// A row-major matrix of doubles with plain loops, for twins of the fast code.
package struct DoubleMatrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package var values: [Double]

  package init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: [Double](repeating: 0, count: rows * columns))
  }

  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  package init(_ matrix: Matrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, values: matrix.numbers.map(Double.init))
  }

  package init(_ sparse: SparseMatrix) {
    self.init(rows: sparse.rows, columns: sparse.columns)
    for row in 0..<rows {
      for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
        self[row, Int(sparse.columnIndices[entry])] += Double(sparse.values[entry])
      }
    }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  package func row(_ index: Int) -> ArraySlice<Double> { values[index * columns..<(index + 1) * columns] }

  package var transposed: DoubleMatrix {
    var result = DoubleMatrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  package func times(_ other: DoubleMatrix) -> DoubleMatrix {
    precondition(columns == other.rows)
    var result = DoubleMatrix(rows: rows, columns: other.columns)
    for row in 0..<rows {
      for column in 0..<other.columns {
        for inner in 0..<columns { result[row, column] += self[row, inner] * other[inner, column] }
      }
    }
    return result
  }
}
