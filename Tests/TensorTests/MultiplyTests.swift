import CKernels
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
      }
    }
  }

  @Test(
    "Products of bfloat16 numbers are exact but for the order of their sums",
    .enabled(if: hasBFloat16Products),
    arguments: Shape.all)
  func bfloat16Products(_ shape: Shape) {
    let left = rounded(Matrix.random(rows: shape.rows, columns: shape.inner, seed: 5))
    let right = rounded(Matrix.random(rows: shape.inner, columns: shape.columns, seed: 6))
    let expected = DoubleMatrix(left.numbers).times(DoubleMatrix(right.numbers))
    let turned = (rounded(left.numbers.transposed()).factor, rounded(right.numbers.transposed()).factor)
    for leftOperand in [Operand.plain(left.factor), .transposed(turned.0)] {
      for rightOperand in [Operand.plain(right.factor), .transposed(turned.1)] {
        let result = Matrix.random(rows: shape.rows, columns: shape.columns, seed: 7)
        multiply(leftOperand, rightOperand, into: result)
        expectClose(Difference(result, from: expected), within: 1e-6)
      }
    }
  }

  @Test(
    "A product takes some columns of a matrix that is read transposed",
    arguments: hasBFloat16Products ? Precision.allCases : [.fp32])
  func columns(_ precision: Precision) {
    let left = rounded(Matrix.random(rows: 6, columns: 40, seed: 8))
    let right = rounded(Matrix.random(rows: 6, columns: 9, seed: 9))
    let expected = DoubleMatrix(left.numbers).transposed.times(DoubleMatrix(right.numbers))
    let factors =
      precision == .fp32 ? (Factor.single(left.numbers), .single(right.numbers)) : (left.factor, right.factor)
    let result = Matrix(rows: 17, columns: 9)
    multiply(.transposed(factors.0, columns: 19..<36), .plain(factors.1), into: result)
    let part = expected.values[19 * 9..<36 * 9]
    expectClose(Difference(result.numbers, from: Array(part)), within: 1e-6)
  }

  @Test("More shapes than products are kept for give their own results", .enabled(if: hasBFloat16Products))
  func manyShapes() {
    for _ in 0..<2 {
      for inner in 1...70 {
        let left = rounded(Matrix.random(rows: 2, columns: inner, seed: 10))
        let right = rounded(Matrix.random(rows: inner, columns: 3, seed: 11))
        let result = Matrix(rows: 2, columns: 3)
        multiply(.plain(left.factor), .plain(right.factor), into: result)
        let expected = DoubleMatrix(left.numbers).times(DoubleMatrix(right.numbers))
        expectClose(Difference(result, from: expected), within: 1e-6)
      }
    }
  }

  static let hasBFloat16Products = (try? Precision.bf16.requireSupport()) != nil

  /// A matrix as bfloat16, and the same numbers as floats.
  private func rounded(_ matrix: Matrix) -> (factor: Factor, numbers: Matrix) {
    let memory = FloatBuffer(count: matrix.count)
    let halves = UnsafeMutableRawPointer(memory.pointer).assumingMemoryBound(to: UInt16.self)
    let rounded = BFloat16Matrix(rows: matrix.rows, columns: matrix.columns, pointer: halves, owner: memory)
    rounded.round(matrix)
    let numbers = Matrix(rows: matrix.rows, columns: matrix.columns)
    tbn_from_bfloat16(halves, matrix.count, numbers.pointer)
    return (.bfloat16(rounded), numbers)
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
