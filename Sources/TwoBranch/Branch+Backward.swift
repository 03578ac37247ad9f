import CKernels
import Tensor

extension Branch {
  /// The backward pass half way: down to batch normalisation, which needs sums over the global batch.
  package struct Backward {
    let forward: Forward
    /// `[2 H]`: over this rank's rows, the column sums of the gradient with respect to batch normalisation's outcome,
    /// and of that times the centred pre-activations.
    package let sums: [Double]
  }

  /// Normalisation, second layer, dropout and ReLU backward.
  ///
  /// Overwrites `embeddingGradient` of the rows, which holds the gradient with respect to the normalised embeddings,
  /// and fills `hiddenGradient`.
  package func backward(_ forward: Forward) -> Backward {
    let rows = forward.rows
    tbn_normalize_rows_backward(
      forward.embeddings.pointer, forward.norms.pointer, rows.input.rows, shape.embedding, Self.normEpsilon,
      rows.embeddingGradient.pointer)
    multiply(.plain(rows.embeddingGradient), .plain(parameters.embeddingWeight), into: rows.hiddenGradient)
    var sums = [Double](repeating: 0, count: 2 * shape.hidden)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      tbn_relu_backward_sums(
        rows.activation.pointer, forward.preactivation.pointer, forward.statistics.mean, rows.input.rows,
        shape.hidden, forward.keepScale, rows.hiddenGradient.pointer, start, start + shape.hidden)
    }
    return Backward(forward: forward, sums: sums)
  }

  /// Batch normalisation backward: completes `hiddenGradient` of the rows.
  ///
  /// - Parameter globalSums: `[2 H]`, `half.sums` of all ranks added up.
  package func finishBackward(_ half: Backward, globalSums: ArraySlice<Double>) {
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
    let gradient = half.forward.rows.hiddenGradient
    tbn_batch_norm_backward(
      half.forward.preactivation.pointer, statistics.mean, slope, offset, tilt, gradient.rows, shape.hidden,
      gradient.pointer)
  }
}
