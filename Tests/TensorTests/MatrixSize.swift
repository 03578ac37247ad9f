import Testing

/// A size to try a kernel on.
struct MatrixSize: CustomTestStringConvertible, Sendable {
  let rows: Int
  let columns: Int

  var testDescription: String { "\(rows) x \(columns)" }
  var count: Int { rows * columns }

  /// None, one, odd, a vector's width and one more, and more than a kernel's block.
  static let all = [
    MatrixSize(rows: 0, columns: 5), MatrixSize(rows: 4, columns: 0), MatrixSize(rows: 1, columns: 1),
    MatrixSize(rows: 3, columns: 7), MatrixSize(rows: 5, columns: 16), MatrixSize(rows: 4, columns: 17),
    MatrixSize(rows: 7, columns: 33), MatrixSize(rows: 2, columns: 512), MatrixSize(rows: 3, columns: 1031),
  ]
}
