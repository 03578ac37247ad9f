import CKernels

/// A row-major view `[rows, columns]` of bfloat16 numbers: operands of products, never anything else.
package struct BFloat16Matrix {
  package let rows: Int
  package let columns: Int
  package let pointer: UnsafeMutablePointer<UInt16>
  let owner: AnyObject?

  /// A view of memory that `owner` keeps alive; nil when the caller does.
  package init(rows: Int, columns: Int, pointer: UnsafeMutablePointer<UInt16>, owner: AnyObject?) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    self.pointer = pointer
    self.owner = owner
  }

  /// A view of some rows.
  package func rows(_ range: Range<Int>) -> BFloat16Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return BFloat16Matrix(
      rows: range.count, columns: columns, pointer: pointer + range.lowerBound * columns, owner: owner)
  }

  /// Takes the numbers of a matrix of this shape, each rounded to the nearest.
  package func round(_ matrix: Matrix) {
    precondition(rows == matrix.rows && columns == matrix.columns)
    Threads.forEachPart(of: matrix.count, grain: 1 << 15) { part in
      tbn_to_bfloat16(matrix.pointer + part.lowerBound, part.count, pointer + part.lowerBound)
    }
  }
}
