/// The statistics that batch normalisation uses: one mean and variance for each of H columns, over the rows of the
/// GLOBAL batch.
struct BatchStatistics {
  let mean: [Float]
  let variance: [Double]
  /// 1 / sqrt(variance + epsilon).
  let inverseDeviation: [Float]
  let rows: Int

  static let epsilon = 1e-5

  /// - Parameter moments: `[2 H]`: sums of the columns, then sums of their squares, over `rows` rows.
  init(moments: ArraySlice<Double>, rows: Int) {
    let columns = moments.count / 2
    let sums = moments.prefix(columns)
    let squares = moments.suffix(columns)
    let means = sums.map { $0 / Double(rows) }
    mean = means.map(Float.init)
    variance = zip(squares, means).map { square, mean in max(0, square / Double(rows) - mean * mean) }
    inverseDeviation = variance.map { Float(1 / ($0 + Self.epsilon).squareRoot()) }
    self.rows = rows
  }
}
