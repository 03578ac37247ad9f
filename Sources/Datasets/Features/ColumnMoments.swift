/// Means and standard deviations of the columns of feature rows `[N, D]`, in double sums, in one pass in row order:
/// the same numbers on every rank.
struct ColumnMoments {
  let means: [Double]
  /// Over N, not N - 1; exactly 0 for a column whose numbers are all the same.
  let standardDeviations: [Double]

  init(of rows: FeatureRows) {
    precondition(rows.count > 0)
    let count = Double(rows.count)
    // Sums of differences from the first row: exact zeros for constant columns, and no cancellation when a mean is
    // large beside its deviation.
    let (origin, sums, squares) = Self.shiftedSums(rows)
    means = zip(origin, sums).map { Double($0) + $1 / count }
    standardDeviations = zip(sums, squares).map { sum, square in
      max(0, (square - sum * sum / count) / count).squareRoot()
    }
  }

  private static func shiftedSums(_ rows: FeatureRows) -> (origin: [Float], sums: [Double], squares: [Double])
  {
    var origin = [Float](repeating: 0, count: rows.dimensions)
    var row = origin
    var sums = [Double](repeating: 0, count: rows.dimensions)
    var squares = sums
    copy(0, of: rows, into: &origin)
    for item in 1..<max(rows.count, 1) {
      copy(item, of: rows, into: &row)
      add(row, shiftedBy: origin, to: &sums, and: &squares)
    }
    return (origin, sums, squares)
  }

  private static func copy(_ item: Int, of rows: FeatureRows, into target: inout [Float]) {
    target.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      rows.copyRow(item, into: start)
    }
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
