/// A row-major view `[rows, columns]` of floats. Copies of a `Matrix` share their numbers.
///
/// The view keeps `owner` alive, so a pointer into it is valid for as long as the view is.
package struct Matrix {
  package let rows: Int
  package let columns: Int
  /// First element; element (r, c) stands at `pointer[r * columns + c]`.
  package let pointer: UnsafeMutablePointer<Float>
  let owner: AnyObject?

  package var count: Int { rows * columns }

  /// A new matrix of zeros.
  package init(rows: Int, columns: Int) {
    let buffer = FloatBuffer(count: rows * columns)
    self.init(rows: rows, columns: columns, pointer: buffer.pointer, owner: buffer)
  }

  /// A view of memory that `owner` keeps alive; `nil` when the caller does.
  package init(rows: Int, columns: Int, pointer: UnsafeMutablePointer<Float>, owner: AnyObject?) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    self.pointer = pointer
    self.owner = owner
  }

  /// A new matrix with the given rows, all of one length.
  package init(_ values: [[Float]]) {
    self.init(rows: values.count, columns: values.first?.count ?? 0)
    for (row, numbers) in values.enumerated() {
      precondition(numbers.count == columns, "row \(row) has \(numbers.count) of \(columns) numbers")
      for (column, number) in numbers.enumerated() { self[row, column] = number }
    }
  }

  /// A new matrix of some rows, in the given order; a row may stand in it twice.
  package func gathered(_ rows: some Collection<Int32>) -> Matrix {
    let result = Matrix(rows: rows.count, columns: columns)
    for (place, row) in rows.enumerated() {
      result.rows(place..<place + 1).copy(from: self.rows(Int(row)..<Int(row) + 1))
    }
    return result
  }

  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return pointer[row * columns + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      pointer[row * columns + column] = newValue
    }
  }

  /// A view of some rows.
  package func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Matrix(
      rows: range.count, columns: columns, pointer: pointer + range.lowerBound * columns, owner: owner)
  }

  /// All elements in row-major order. Valid only while a matrix with this memory is held: not on a temporary.
  package var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  package func fill(_ value: Float) {
    elements.update(repeating: value)
  }

  package func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    pointer.update(from: other.pointer, count: count)
  }

  /// A new matrix `[columns, rows]`.
  package func transposed() -> Matrix {
    let result = Matrix(rows: columns, columns: rows)
    // By blocks, so that neither side strides through more lines than the cache holds.
    let block = 32
    for firstRow in stride(from: 0, to: rows, by: block) {
      for firstColumn in stride(from: 0, to: columns, by: block) {
        for row in firstRow..<min(rows, firstRow + block) {
          for column in firstColumn..<min(columns, firstColumn + block) {
            result.pointer[column * rows + row] = pointer[row * columns + column]
          }
        }
      }
    }
    return result
  }
}
