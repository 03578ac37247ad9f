import COpenBLAS

/// Whether an operand of a product is read as it stands or transposed.
package enum Operand {
  case plain(Matrix)
  case transposed(Matrix)

  var matrix: Matrix {
    switch self {
    case .plain(let matrix), .transposed(let matrix): matrix
    }
  }
  /// Rows and columns as the product sees them.
  var shape: (rows: Int, columns: Int) {
    switch self {
    case .plain(let matrix): (matrix.rows, matrix.columns)
    case .transposed(let matrix): (matrix.columns, matrix.rows)
    }
  }
  var flag: CBLAS_TRANSPOSE {
    switch self {
    case .plain: CblasNoTrans
    case .transposed: CblasTrans
    }
  }
}

/// `result = left x right`, or `result += left x right`.
///
/// Shapes: left `[M, K]`, right `[K, N]` as the product sees them, result `[M, N]`.
package func multiply(_ left: Operand, _ right: Operand, into result: Matrix, accumulate: Bool = false) {
  let (rows, inner) = left.shape
  let (rightRows, columns) = right.shape
  precondition(inner == rightRows, "[\(rows), \(inner)] x [\(rightRows), \(columns)]")
  precondition(result.rows == rows && result.columns == columns, "result of a product has another shape")
  guard rows > 0, columns > 0 else { return }
  guard inner > 0 else {
    if !accumulate { result.fill(0) }
    return
  }
  cblas_sgemm(
    CblasRowMajor, left.flag, right.flag, Int32(rows), Int32(columns), Int32(inner), 1,
    left.matrix.pointer, Int32(left.matrix.columns), right.matrix.pointer, Int32(right.matrix.columns),
    accumulate ? 1 : 0, result.pointer, Int32(columns))
}

/// The library that multiplies matrices.
package enum BLAS {
  /// Threads that each product of this process uses.
  package static var threadCount: Int {
    get { Int(openblas_get_num_threads()) }
    set { openblas_set_num_threads(Int32(newValue)) }
  }

  /// The processor family whose kernels are in use, such as "SkylakeX".
  package static var coreName: String { String(cString: openblas_get_corename()) }

  /// Version and build options of the library.
  package static var configuration: String { String(cString: openblas_get_config()) }
}
