import Tensor
import TestSupport
import Testing

struct MultiplyTests {
  /// Rows, inner, columns.
  struct Shape: CustomTestStringConvertible, Sendable {
    let rows: Int
    let inner: Int
    let columns: Int
    var testDescription: String { "[\(rows), \(inner)] x [\(inner), \(columns)]" }

    static let all = [
      Shape(rows: 1, inner: 1, columns: 1), Shape(rows: 3, inner: 5, columns: 2),
      Shape(rows: 17, inner: 33, columns: 9), Shape(rows: 1, inner: 64, columns: 7),
      Shape(rows: 0, inner: 3, columns: 4), Shape(rows: 3, inner: 0, columns: 4),
      Shape(rows: 3, inner: 4, columns: 0), Shape(rows: 0, inner: 0, columns: 0),
    ]
  }

  @Test("Products agree with plain loops, transposed or not", arguments: Shape.all)
  func products(_ shape: Shape) {
    let left = Matrix.random(rows: shape.rows, columns: shape.inner, seed: 1)
    let right = Matrix.random(rows: shape.inner, columns: shape.columns, seed: 2)
    let expected = DoubleMatrix(left).times(DoubleMatrix(right))
    for leftOperand in [Operand.plain(left), .transposed(left.transposed())] {
      for rightOperand in [Operand.plain(right), .transposed(right.transposed())] {
        let result = Matrix.random(rows: shape.rows, columns: shape.columns, seed: 3)
        multiply(leftOperand, rightOperand, into: result)
        expectClose(Difference(result, from: expected), within: 1e-6)
        multiply(leftOperand, rightOperand, into: result, accumulate: true)
        expectClose(Difference(result.numbers, from: expected.values.map { 2 * $0 }), within: 1e-6)
      }
    }
  }

  @Test(
    "Transposing moves every number, at all sizes",
    arguments: MatrixSize.all + [MatrixSize(rows: 65, columns: 70)])
  func transposed(_ size: MatrixSize) {
    let matrix = Matrix.random(rows: size.rows, columns: size.columns, seed: 4)
    let result = matrix.transposed()
    #expect(DoubleMatrix(result) == DoubleMatrix(matrix).transposed)
    #expect(result.transposed().numbers == matrix.numbers)
  }

  @Test("A view of rows shares its numbers")
  func rowViews() {
    let matrix = Matrix([[1, 2], [3, 4], [5, 6]])
    matrix.rows(1..<2).fill(9)
    #expect(matrix.numbers == [1, 2, 9, 9, 5, 6])
    #expect(matrix.rows(3..<3).count == 0)
  }

  @Test("Rows gathered from a sparse matrix stand in the order asked for")
  func gatherRows() {
    var sparse = SparseMatrix(columns: 5)
    sparse.appendRow(columns: [1, 4], values: [2, -1])
    sparse.appendRow(columns: [], values: [])
    sparse.appendRow(columns: [0], values: [7])
    let gathered = DoubleMatrix(sparse.gatherRows([2, 0, 1, 2]))
    #expect(gathered.values == [7, 0, 0, 0, 0, 0, 2, 0, 0, -1, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0])
  }
}
