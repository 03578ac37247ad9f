/// Means and standard deviations of the columns of feature rows `[N, D]`, in double sums, in one pass in row order:
/// the same numbers on every rank.
struct ColumnMoments {
  let means: [Double]
  /// Over N, not N - 1; exactly 0 for a column whose numbers are all the same.
  let standardDeviations: [Double]

  /// - Throws: when the file has become shorter or cannot be read.
  init(of rows: FeatureRows) throws {
    precondition(rows.count > 0)
    let count = Double(rows.count)
    // Sums of differences from the first row: exact zeros for constant columns, and no cancellation when a mean is
    // large beside its deviation.
    let (origin, sums, squares) = try Self.shiftedSums(rows)
    means = zip(origin, sums).map { Double($0) + $1 / count }
    standardDeviations = zip(sums, squares).map { sum, square in
      max(0, (square - sum * sum / count) / count).squareRoot()
    }
  }

  private static func shiftedSums(
    _ rows: FeatureRows
  ) throws -> (origin: [Float], sums: [Double], squares: [Double]) {
    var origin = [Float](repeating: 0, count: rows.dimensions)
    var row = origin
    var sums = [Double](repeating: 0, count: rows.dimensions)
    var squares = sums
    try rows.read(0..<rows.count) { item, stored in
      stored.copy(into: &row)
      if item == 0 { origin = row }
      add(row, shiftedBy: origin, to: &sums, and: &squares)
    }
    return (origin, sums, squares)
  }

  private static func add(
    _ row: [Float], shiftedBy origin: [Float], to sums: inout [Double], and squares: inout [Double]
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      squares.withUnsafeMutableBufferPointer { squares in
        for column in 0..<row.count {
          let difference = Double(row[column]) - Double(origin[column])
          sums[column] += difference
          squares[column] += difference * difference
        }
      }
    }
  }
}
