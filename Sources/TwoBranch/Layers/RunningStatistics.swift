import Tensor

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
