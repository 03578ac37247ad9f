import CKernels
import Tensor
import TestSupport
import Testing

struct ColumnKernelsTests {
  @Test("Column sums add to what stands there", arguments: MatrixSize.all)
  func columnSums(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 1)
    var sums = [Double](repeating: 0.5, count: size.columns)
    var squares = [Double](repeating: -2, count: size.columns)
    tbn_column_sums(z.pointer, size.rows, size.columns, &sums, &squares)
    let twin = DoubleMatrix(z)
    let expected = (0..<size.columns).map { column in
      (0..<size.rows).reduce(into: (sum: 0.5, square: -2.0)) {
        $0.sum += twin[$1, column]
        $0.square += twin[$1, column] * twin[$1, column]
      }
    }
    expectClose(Difference(sums, from: expected.map(\.sum)), within: 1e-14)
    expectClose(Difference(squares, from: expected.map(\.square)), within: 1e-14)
  }

  @Test("ReLU backward passes where the activation is above zero, and sums", arguments: MatrixSize.all)
  func reluBackward(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 2)
    let activation = Matrix.random(rows: size.rows, columns: size.columns, seed: 3)
    for index in 0..<size.count where activation.pointer[index] < 0.3 { activation.pointer[index] = 0 }
    let mean = randomNumbers(size.columns, seed: 4)
    let gradient = Matrix.random(rows: size.rows, columns: size.columns, seed: 5)
    var expected = DoubleMatrix(gradient)
    var sums = [Double](repeating: 1, count: size.columns)
    var products = [Double](repeating: 3, count: size.columns)
    var (expectedSums, expectedProducts) = (sums, products)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let passed = activation[row, column] > 0 ? expected[row, column] * 1.75 : 0
        expected[row, column] = passed
        expectedSums[column] += passed
        expectedProducts[column] += passed * (Double(z[row, column]) - Double(mean[column]))
      }
    }
    tbn_relu_backward_sums(
      activation.pointer, z.pointer, mean, size.rows, size.columns, 1.75, gradient.pointer, &sums, &products)
    expectClose(Difference(gradient, from: expected), within: 1e-7)
    expectClose(Difference(sums, from: expectedSums), within: 1e-6)
    expectClose(Difference(products, from: expectedProducts), within: 1e-6)
  }

  @Test("Batch norm backward is its formula, column by column", arguments: MatrixSize.all)
  func batchNormBackward(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 6)
    let columns = (7..<11).map { randomNumbers(size.columns, seed: $0) }
    let gradient = Matrix.random(rows: size.rows, columns: size.columns, seed: 11)
    var expected = DoubleMatrix(gradient)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let (mean, slope, offset, tilt) = (columns[0], columns[1], columns[2], columns[3])
        let centred = Double(z[row, column]) - Double(mean[column])
        let value = expected[row, column] - Double(offset[column]) - centred * Double(tilt[column])
        expected[row, column] = Double(slope[column]) * value
      }
    }
    tbn_batch_norm_backward(
      z.pointer, columns[0], columns[1], columns[2], columns[3], size.rows, size.columns, gradient.pointer)
    expectClose(Difference(gradient, from: expected), within: 1e-6)
  }

  @Test("A bias is added to every row", arguments: MatrixSize.all)
  func addBias(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 12)
    let bias = randomNumbers(size.columns, seed: 13)
    var expected = DoubleMatrix(z)
    for row in 0..<size.rows {
      for column in 0..<size.columns { expected[row, column] += Double(bias[column]) }
    }
    tbn_add_bias(z.pointer, size.rows, size.columns, bias)
    expectClose(Difference(z, from: expected), within: 1e-6)
  }
}
