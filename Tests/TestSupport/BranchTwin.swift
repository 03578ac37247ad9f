import Random
import TwoBranch

/// One branch in doubles, with plain loops: `FC -> batch norm -> ReLU -> dropout -> FC -> L2 normalise`.
package struct BranchTwin {
  private let hiddenWeight: DoubleMatrix
  private let hiddenBias: [Double]
  private let batchNormScale: [Double]
  private let batchNormShift: [Double]
  private let embeddingWeight: DoubleMatrix
  private let embeddingBias: [Double]

  /// - Parameter flat: `layout.count` numbers, as they stand in the flat buffer.
  package init(_ layout: ParameterLayout, _ side: Side, flat: [Double]) {
    func numbers(_ name: String) -> [Double] { Array(flat[layout.entry(side, name).range]) }
    func weight(_ name: String) -> DoubleMatrix {
      let entry = layout.entry(side, name)
      let (rows, columns) = (entry.shape[0], entry.shape[1])
      guard entry.isTransposed else {
        return DoubleMatrix(rows: rows, columns: columns, values: numbers(name))
      }
      return DoubleMatrix(rows: columns, columns: rows, values: numbers(name)).transposed
    }
    hiddenWeight = weight("fc1.weight")
    hiddenBias = numbers("fc1.bias")
    batchNormScale = numbers("bn.weight")
    batchNormShift = numbers("bn.bias")
    embeddingWeight = weight("fc2.weight")
    embeddingBias = numbers("fc2.bias")
  }

  /// The first layer's outcome `[n, H]`, with its bias.
  package func hidden(_ input: DoubleMatrix) -> DoubleMatrix {
    Self.addingBias(hiddenBias, to: input.times(hiddenWeight.transposed))
  }

  /// Mean and biased variance of each column of the first layer's outcome.
  package func statistics(_ input: DoubleMatrix) -> (mean: [Double], variance: [Double]) {
    let columns = hidden(input).transposed
    let count = Double(columns.columns)
    let means = (0..<columns.rows).map { columns.row($0).reduce(0, +) / count }
    let variances = means.indices.map { column in
      columns.row(column).reduce(0) { $0 + ($1 - means[column]) * ($1 - means[column]) } / count
    }
    return (means, variances)
  }

  /// Embeddings `[n, E]` of all rows of a batch, with their own statistics.
  ///
  /// - Parameter mask: `[n, H]`, what dropout multiplies with.
  package func embed(_ input: DoubleMatrix, mask: DoubleMatrix) -> DoubleMatrix {
    let (mean, variance) = statistics(input)
    return embed(input, mean: mean, variance: variance, mask: mask)
  }

  package func embed(
    _ input: DoubleMatrix, mean: [Double], variance: [Double], mask: DoubleMatrix
  ) -> DoubleMatrix {
    var activation = hidden(input)
    for row in 0..<activation.rows {
      for column in mean.indices {
        let unit = (activation[row, column] - mean[column]) / (variance[column] + 1e-5).squareRoot()
        let value = batchNormScale[column] * unit + batchNormShift[column]
        activation[row, column] = max(0, value) * mask[row, column]
      }
    }
    var result = Self.addingBias(embeddingBias, to: activation.times(embeddingWeight.transposed))
    for row in 0..<result.rows {
      let length = max(1e-10, result.row(row).reduce(0) { $0 + $1 * $1 }).squareRoot()
      for column in 0..<result.columns { result[row, column] /= length }
    }
    return result
  }

  /// What dropout multiplies the rows of a whole batch with: each row's own random stream.
  package static func mask(_ dropout: Dropout, _ side: Side, rows: Int, columns: Int) -> DoubleMatrix {
    var mask = DoubleMatrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var stream = RandomStream(
        seed: dropout.seed, purpose: side == .image ? .imageDropout : .textDropout, time: dropout.step,
        index: row)
      for column in 0..<columns {
        let isKept = Double(stream.nextWord()) >= Double(dropout.rate) * 0x1p32
        mask[row, column] = isKept ? 1 / (1 - Double(dropout.rate)) : 0
      }
    }
    return mask
  }

  private static func addingBias(_ bias: [Double], to matrix: DoubleMatrix) -> DoubleMatrix {
    var result = matrix
    for row in 0..<result.rows {
      for column in bias.indices { result[row, column] += bias[column] }
    }
    return result
  }
}
