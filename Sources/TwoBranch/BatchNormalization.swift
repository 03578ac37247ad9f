import CKernels
import Tensor

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

/// Running estimates for inference. Source: PyTorch's `BatchNorm1d` with momentum 0.1.
package struct RunningStatistics: Codable, Equatable, Sendable {
  package var mean: [Float]
  package var variance: [Float]
  package var batchCount = 0

  static let momentum: Float = 0.1

  package init(columns: Int) {
    mean = [Float](repeating: 0, count: columns)
    variance = [Float](repeating: 1, count: columns)
  }

  package var isFinite: Bool { mean.allSatisfy { $0.isFinite } && variance.allSatisfy { $0.isFinite } }

  /// - Parameter bias: `[1, H]`, what the layer before adds to every row; training never adds it, because batch
  ///   normalisation takes it away again.
  mutating func update(with batch: BatchStatistics, bias: Matrix) {
    let unbiased = batch.rows > 1 ? Double(batch.rows) / Double(batch.rows - 1) : 1
    for column in mean.indices {
      mean[column] += Self.momentum * (batch.mean[column] + bias[0, column] - mean[column])
      variance[column] += Self.momentum * (Float(batch.variance[column] * unbiased) - variance[column])
    }
    batchCount += 1
  }
}
