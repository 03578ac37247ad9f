/// A matrix as products read it.
package enum Factor {
  case single(Matrix)
  case bfloat16(BFloat16Matrix)

  package var rows: Int {
    switch self {
    case .single(let matrix): matrix.rows
    case .bfloat16(let matrix): matrix.rows
    }
  }

  /// A view of some rows.
  package func rows(_ range: Range<Int>) -> Factor {
    switch self {
    case .single(let matrix): .single(matrix.rows(range))
    case .bfloat16(let matrix): .bfloat16(matrix.rows(range))
    }
  }

  /// Takes the numbers of a matrix, which may be this one.
  package func take(_ numbers: Matrix) {
    switch self {
    case .single(let matrix): if matrix.pointer != numbers.pointer { matrix.copy(from: numbers) }
    case .bfloat16(let matrix): matrix.round(numbers)
    }
  }
}
