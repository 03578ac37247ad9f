import Tensor

/// How far found numbers are from the expected ones, with the worst of them.
package struct Difference: CustomStringConvertible {
  /// |found - expected| / |expected|, Euclidean; 0 where both are zero.
  package let relativeNorm: Double
  /// Elements that were compared.
  package let count: Int
  private let worst: (index: Int, found: Double, expected: Double)?

  /// - Parameter skipped: indices that are not compared.
  package init(_ found: [Double], from expected: [Double], skipping skipped: Set<Int> = []) {
    precondition(found.count == expected.count, "\(found.count) numbers found, \(expected.count) expected")
    var squares = (error: 0.0, expected: 0.0)
    var worst: (index: Int, found: Double, expected: Double)?
    var worstError = -1.0
    for index in found.indices where !skipped.contains(index) {
      let error = abs(found[index] - expected[index])
      squares.error += error * error
      squares.expected += expected[index] * expected[index]
      if error > worstError || error.isNaN {
        worst = (index, found[index], expected[index])
        worstError = error
      }
    }
    count = found.count - skipped.count
    relativeNorm =
      squares.error == 0 ? 0 : (squares.error / max(squares.expected, 1e-200)).squareRoot()
    self.worst = worst
  }

  package init(
    _ found: some Sequence<Float>, from expected: [Double], skipping skipped: Set<Int> = []
  ) {
    self.init(found.map(Double.init), from: expected, skipping: skipped)
  }

  package init(_ found: Matrix, from expected: DoubleMatrix) {
    precondition(found.rows == expected.rows && found.columns == expected.columns)
    self.init(found.numbers, from: expected.values)
  }

  package var description: String {
    let place = worst.map { "; worst: element \($0.index) is \($0.found), not \($0.expected)" } ?? ""
    return "relative norm \(relativeNorm) over \(count) elements" + place
  }
}
