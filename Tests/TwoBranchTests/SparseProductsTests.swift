import Random
import Tensor
import TestSupport
import Testing

@testable import TwoBranch

struct SparseProductsTests {
  static let sizes = [(0, 4), (1, 1), (5, 7), (6, 33), (3, 130)]

  @Test("Sparse products agree with dense ones", arguments: sizes, [1, 5, 17])
  func products(_ size: (rows: Int, columns: Int), _ hidden: Int) {
    let sparse = SparseMatrix.random(rows: size.rows, columns: size.columns, share: 0.3, seed: 1)
    let weight = Matrix.random(rows: size.columns, columns: hidden, seed: 2)
    let result = Matrix.random(rows: size.rows, columns: hidden, seed: 3)
    multiply(sparse, weight, into: result)
    expectClose(Difference(result, from: DoubleMatrix(sparse).times(DoubleMatrix(weight))), within: 1e-6)
  }

  @Test("Shares of the weight's gradient: transposed input by gradient", arguments: sizes, [1, 5, 17])
  func weightGradient(_ size: (rows: Int, columns: Int), _ hidden: Int) {
    let sparse = SparseMatrix.random(rows: size.rows, columns: size.columns, share: 0.3, seed: 4)
    let gradient = Matrix.random(rows: size.rows, columns: hidden, seed: 5)
    let result = Matrix.random(rows: size.columns, columns: hidden, seed: 6)
    let untouched = result.rows(0..<size.columns / 2).numbers
    storeWeightGradient(of: sparse, gradient, size.columns / 2..<size.columns, into: result)
    #expect(result.rows(0..<size.columns / 2).numbers == untouched)
    storeWeightGradient(of: sparse, gradient, 0..<size.columns / 2, into: result)
    let product = DoubleMatrix(sparse).transposed.times(DoubleMatrix(gradient))
    expectClose(Difference(result, from: product), within: 1e-6)
  }

  @Test("Rows without words and columns named twice are taken as they stand")
  func emptyRowsAndDoubleColumns() {
    var sparse = SparseMatrix(columns: 3)
    sparse.appendRow(columns: [], values: [])
    sparse.appendRow(columns: [2, 2, 0], values: [1, 2, -1])
    let result = Matrix(rows: 2, columns: 1)
    multiply(sparse, Matrix([[5], [7], [11]]), into: result)
    #expect(result.numbers == [0, 28])
  }
}
