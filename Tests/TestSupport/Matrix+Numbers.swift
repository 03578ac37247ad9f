import Random
import Tensor

extension Matrix {
  /// A new matrix of standard normal numbers, the same for the same seed.
  package static func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    var stream = RandomStream(seed: seed, purpose: .synthetic)
    for index in 0..<matrix.count { matrix.pointer[index] = stream.nextNormal() }
    return matrix
  }

  /// A copy of the numbers, row by row: unlike `elements` it outlives the matrix.
  package var numbers: [Float] { Array(elements) }

  /// A new matrix with the same numbers.
  package var copied: Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    matrix.copy(from: self)
    return matrix
  }
}

/// Standard normal numbers, the same for the same seed.
package func randomNumbers(_ count: Int, seed: UInt64) -> [Float] {
  Matrix.random(rows: 1, columns: count, seed: seed).numbers
}
