import CKernels
import Tensor

extension Branch {
  /// The backward pass half way: down to batch normalisation, which needs sums over the global batch.
  package struct Backward {
    let forward: Forward
    /// `[n, H]`, with respect to batch normalisation's outcome.
    let gradient: Matrix
    /// `[2 H]`: over this rank's rows, the column sums of the gradient, and of the gradient times the centred
    /// pre-activations.
    package let sums: [Double]
  }

  /// Second layer, dropout and ReLU backward.
  ///
  /// - Parameters:
  ///   - embeddingGradient: `[n, E]`, with respect to the normalised embeddings of this rank; overwritten.
  ///   - gradients: receives this rank's part of the second layer's and batch normalisation's gradients.
  package func backward(
    _ forward: Forward, embeddingGradient: Matrix, gradients: BranchParameters
  ) -> Backward {
    let rows = embeddingGradient.rows
    tbn_normalize_rows_backward(
      forward.embeddings.pointer, forward.norms.pointer, rows, shape.embedding, Self.normEpsilon,
      embeddingGradient.pointer)
    multiply(.transposed(embeddingGradient), .plain(forward.activation), into: gradients.embeddingWeight)
    storeColumnSums(of: embeddingGradient, into: gradients.embeddingBias)
    let gradient = workspace.matrix(.hiddenGradient, rows: rows, columns: shape.hidden)
    multiply(.plain(embeddingGradient), .plain(parameters.embeddingWeight), into: gradient)
    return throughReLU(forward, gradient, gradients)
  }

  private func throughReLU(_ forward: Forward, _ gradient: Matrix, _ gradients: BranchParameters) -> Backward {
    var sums = [Double](repeating: 0, count: 2 * shape.hidden)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      tbn_relu_backward_sums(
        forward.activation.pointer, forward.hidden.preactivation.pointer, forward.statistics.mean,
        gradient.rows, shape.hidden, forward.keepScale, gradient.pointer, start, start + shape.hidden)
    }
    for column in 0..<shape.hidden {
      gradients.batchNormShift[0, column] = Float(sums[column])
      gradients.batchNormScale[0, column] = Float(
        sums[shape.hidden + column] * Double(forward.statistics.inverseDeviation[column]))
    }
    return Backward(forward: forward, gradient: gradient, sums: sums)
  }

  /// Batch normalisation and first layer backward.
  ///
  /// The first layer's bias gets no gradient: batch normalisation takes away what the bias adds, so its gradient is
  /// zero by definition. Computing it would give rounding noise, which Adam would blow up to full steps.
  ///
  /// - Parameters:
  ///   - globalSums: `[2 H]`, `half.sums` of all ranks added up.
  ///   - gradients: receives this rank's part of the first layer's gradients.
  package func finishBackward(_ half: Backward, globalSums: ArraySlice<Double>, gradients: BranchParameters) {
    let statistics = half.forward.statistics
    let count = Double(statistics.rows)
    let sums = Array(globalSums)
    let columns = 0..<shape.hidden
    let slope = columns.map { statistics.inverseDeviation[$0] * parameters.batchNormScale[0, $0] }
    let offset = columns.map { Float(sums[$0] / count) }
    let tilt = columns.map { column in
      let inverse = Double(statistics.inverseDeviation[column])
      return Float(sums[shape.hidden + column] / count * inverse * inverse)
    }
    tbn_batch_norm_backward(
      half.forward.hidden.preactivation.pointer, statistics.mean, slope, offset, tilt, half.gradient.rows,
      shape.hidden, half.gradient.pointer)
    gradients.hiddenBias.fill(0)
    storeFirstLayerGradient(half.forward.hidden.input, half.gradient, into: gradients.hiddenWeight)
  }

  private func storeFirstLayerGradient(_ input: BranchInput, _ gradient: Matrix, into weight: Matrix) {
    switch input {
    case .dense(let rows): multiply(.transposed(gradient), .plain(rows), into: weight)
    case .sparse(let rows):
      weight.fill(0)
      accumulateWeightGradient(of: rows, gradient, into: weight)
    }
  }

  private func storeColumnSums(of gradient: Matrix, into bias: Matrix) {
    var sums = [Double](repeating: 0, count: gradient.columns)
    var squares = sums
    tbn_column_sums(gradient.pointer, gradient.rows, gradient.columns, &sums, &squares)
    for column in sums.indices { bias[0, column] = Float(sums[column]) }
  }
}
