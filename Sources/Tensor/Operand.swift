/// What a product reads, as it stands or transposed.
package struct Operand {
  enum Numbers {
    case single(UnsafePointer<Float>)
    case bfloat16(UnsafePointer<UInt16>)
  }

  let numbers: Numbers
  /// Rows and columns as the product sees them.
  let rows: Int
  let columns: Int
  /// Numbers from one stored row to the next.
  let stride: Int
  let isTransposed: Bool
  private let owner: Factor

  /// `[rows, columns]` of the matrix.
  package static func plain(_ matrix: Matrix) -> Operand { plain(.single(matrix)) }

  /// `[columns, rows]` of the matrix.
  package static func transposed(_ matrix: Matrix) -> Operand { transposed(.single(matrix)) }

  /// `[rows, columns]` of the matrix.
  package static func plain(_ factor: Factor) -> Operand {
    Operand(factor, columns: nil, isTransposed: false)
  }

  /// `[columns, rows]` of the matrix, or of some of its columns.
  package static func transposed(_ factor: Factor, columns: Range<Int>? = nil) -> Operand {
    Operand(factor, columns: columns, isTransposed: true)
  }

  private init(_ factor: Factor, columns: Range<Int>?, isTransposed: Bool) {
    owner = factor
    self.isTransposed = isTransposed
    let start = columns?.lowerBound ?? 0
    switch factor {
    case .single(let matrix):
      stride = matrix.columns
      numbers = .single(matrix.pointer + start)
    case .bfloat16(let matrix):
      stride = matrix.columns
      numbers = .bfloat16(matrix.pointer + start)
    }
    let width = columns ?? 0..<stride
    precondition(width.lowerBound >= 0 && width.upperBound <= stride, "columns \(width) of \(stride)")
    (rows, self.columns) = isTransposed ? (width.count, factor.rows) : (factor.rows, width.count)
  }
}
