import Random
import Tensor

extension SparseMatrix {
  /// A new matrix of which about `share` of the numbers are not zero, the same for the same seed.
  package static func random(rows: Int, columns: Int, share: Float, seed: UInt64) -> SparseMatrix {
    var stream = RandomStream(seed: seed, purpose: .synthetic)
    var matrix = SparseMatrix(columns: columns)
    for _ in 0..<rows {
      let indices = (0..<Int32(columns)).filter { _ in stream.nextUniform() < share }
      let values = indices.map { _ in stream.nextNormal() }
      matrix.appendRow(columns: indices[...], values: values[...])
    }
    return matrix
  }

  /// The same numbers with the zeros.
  package var dense: Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for (index, number) in DoubleMatrix(self).values.enumerated() { matrix.pointer[index] = Float(number) }
    return matrix
  }
}
