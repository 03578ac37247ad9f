import CKernels
import Tensor
import TestSupport
import Testing

struct RowKernelsTests {
  static let epsilon: Float = 1e-10

  @Test("Rows get length one, and their norms are told", arguments: MatrixSize.all)
  func normalizeRows(_ size: MatrixSize) {
    let x = Matrix.random(rows: size.rows, columns: size.columns, seed: 1)
    let before = DoubleMatrix(x)
    var norms = [Float](repeating: -1, count: size.rows)
    tbn_normalize_rows(x.pointer, size.rows, size.columns, Self.epsilon, &norms)
    let expected = normalized(before)
    expectClose(Difference(x, from: expected.unit), within: 1e-6)
    expectClose(Difference(norms, from: expected.norms), within: 1e-6)
  }

  @Test("A row at or under the floor is divided by the floor's root")
  func rowsUnderTheFloor() {
    let x = Matrix([[0, 0, 0], [1e-6, 0, -1e-6], [3, 0, 4]])
    var norms = [Float](repeating: -1, count: 3)
    tbn_normalize_rows(x.pointer, 3, 3, Self.epsilon, &norms)
    expectClose(Difference(x.numbers, from: [0, 0, 0, 0.1, 0, -0.1, 0.6, 0, 0.8]), within: 1e-6)
    expectClose(Difference(norms, from: [1e-5, 1e-5, 5]), within: 1e-6)
  }

  @Test(
    "The gradient through normalisation is that of central differences",
    arguments: MatrixSize.all.filter { $0.columns <= 64 })
  func normalizeBackward(_ size: MatrixSize) {
    let x = Matrix.random(rows: size.rows, columns: size.columns, seed: 2)
    // One row is scaled under the floor, where the norm is a constant.
    if size.rows > 2 { for column in 0..<size.columns { x[2, column] *= 1e-8 } }
    let original = DoubleMatrix(x)
    let pull = Matrix.random(rows: size.rows, columns: size.columns, seed: 3)
    let gradient = pull.copied
    var norms = [Float](repeating: 0, count: size.rows)
    tbn_normalize_rows(x.pointer, size.rows, size.columns, Self.epsilon, &norms)
    tbn_normalize_rows_backward(
      x.pointer, norms, size.rows, size.columns, Self.epsilon, gradient.pointer)
    for row in 0..<size.rows {
      let expected = numericGradient(Array(original.row(row)), pull: Array(DoubleMatrix(pull).row(row)))
      let found = gradient.rows(row..<row + 1).numbers
      // A row of one column is normalised to its sign: both gradients are rounding around zero.
      if size.columns == 1 && row != 2 {
        #expect(found.allSatisfy { abs($0) < 1e-6 } && expected.allSatisfy { abs($0) < 1e-6 })
      } else {
        expectClose(Difference(found, from: expected), within: 2e-6)
      }
    }
  }

  @Test("Squared lengths and the sum of squares", arguments: MatrixSize.all)
  func squares(_ size: MatrixSize) {
    let x = Matrix.random(rows: size.rows, columns: size.columns, seed: 4)
    var squares = [Float](repeating: -1, count: size.rows)
    tbn_row_squares(x.pointer, size.rows, size.columns, &squares)
    let twin = DoubleMatrix(x)
    let expected = (0..<size.rows).map { twin.row($0).reduce(0) { $0 + $1 * $1 } }
    expectClose(Difference(squares, from: expected), within: 1e-7)
    let total = tbn_sum_of_squares(x.pointer, size.count)
    expectClose(Difference([total], from: [expected.reduce(0, +)]), within: 1e-13)
  }

  @Test("A scaled row is added", arguments: MatrixSize.all)
  func addScaled(_ size: MatrixSize) {
    let (x, out) = (randomNumbers(size.count, seed: 5), Matrix.random(rows: 1, columns: size.count, seed: 6))
    let expected = zip(out.numbers, x).map { Double($0) - 1.5 * Double($1) }
    tbn_add_scaled(x, size.count, -1.5, out.pointer)
    expectClose(Difference(out.numbers, from: expected), within: 1e-6)
  }

  @Test("A pull moves anchor and candidate by opposite amounts", arguments: [0, 1, 7, 16, 33])
  func pull(_ count: Int) {
    let (anchor, candidate) = (randomNumbers(count, seed: 7), randomNumbers(count, seed: 8))
    var anchorGradient = randomNumbers(count, seed: 9)
    var candidateGradient = randomNumbers(count, seed: 10)
    let steps = zip(anchor, candidate).map { 0.75 * (Double($0) - Double($1)) }
    let expectedAnchor = zip(anchorGradient, steps).map { Double($0) + $1 }
    let expectedCandidate = zip(candidateGradient, steps).map { Double($0) - $1 }
    tbn_pull(anchor, candidate, count, 0.75, &anchorGradient, &candidateGradient)
    expectClose(Difference(anchorGradient, from: expectedAnchor), within: 1e-6)
    expectClose(Difference(candidateGradient, from: expectedCandidate), within: 1e-6)
  }

  private func normalized(_ x: DoubleMatrix) -> (unit: DoubleMatrix, norms: [Double]) {
    var unit = x
    let norms = (0..<x.rows).map { row in
      max(x.row(row).reduce(0) { $0 + $1 * $1 }, Double(Self.epsilon)).squareRoot()
    }
    for row in 0..<x.rows {
      for column in 0..<x.columns { unit[row, column] /= norms[row] }
    }
    return (unit, norms)
  }

  /// Of the product of the normalised row with `pull`, by central differences.
  private func numericGradient(_ row: [Double], pull: [Double]) -> [Double] {
    func value(_ row: [Double]) -> Double {
      let unit = normalized(DoubleMatrix(rows: 1, columns: row.count, values: row)).unit
      return zip(unit.values, pull).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let step = 1e-5 * (row.map(abs).max() ?? 1)
    return row.indices.map { column in
      var (above, below) = (row, row)
      above[column] += step
      below[column] -= step
      return (value(above) - value(below)) / (above[column] - below[column])
    }
  }
}
