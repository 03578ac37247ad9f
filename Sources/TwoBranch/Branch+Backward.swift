import CKernels
import Tensor

extension Branch {
  /// The backward pass half way: down to batch normalisation, which needs sums over the global batch.
  package struct Backward {
    let forward: Forward
    /// `[2 H + E]` for each block of this rank's rows: the column sums of the gradient with respect to batch
    /// normalisation's outcome, of that times the centred pre-activations, and of the gradient with respect to the second
    /// layer's outcome.
    package let sums: [[Double]]
  }

  /// Normalisation, second layer, dropout and ReLU backward.
  ///
  /// Overwrites `embeddingGradient` of the rows, which holds the gradient with respect to the normalised embeddings,
  /// and fills `hiddenGradient`.
  package func backward(_ forward: Forward) -> Backward {
    let (rows, factors) = (forward.rows, forward.rows.factors)
    let gradient = rows.embeddingGradient
    tbn_normalize_rows_backward(
      forward.embeddings.pointer, forward.norms.pointer, gradient.rows, shape.embedding, Self.normEpsilon,
      gradient.pointer)
    factors.embeddingGradient.take(gradient)
    multiplyRows(
      factors.embeddingGradient, rows.blocks, .plain(weights.embedding), into: rows.hiddenGradient)
    return Backward(forward: forward, sums: rows.blocks.map { passReLU(forward, $0) })
  }

  /// ReLU and dropout backward over a block of rows.
  ///
  /// - Returns: the block's `Backward.sums`.
  private func passReLU(_ forward: Forward, _ block: Range<Int>) -> [Double] {
    let (rows, start) = (forward.rows, block.lowerBound * shape.hidden)
    var sums = [Double](repeating: 0, count: sumCount)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let place = buffer.baseAddress else { return }
      tbn_relu_backward_sums(
        rows.activation.pointer + start, forward.preactivation.pointer + start, forward.statistics.mean,
        block.count, shape.hidden, forward.keepScale, rows.hiddenGradient.pointer + start, place,
        place + shape.hidden)
      addColumnSums(of: rows.embeddingGradient.rows(block), to: place + 2 * shape.hidden)
    }
    return sums
  }

  /// Numbers of `Backward.sums`.
  package var sumCount: Int { 2 * shape.hidden + shape.embedding }

  private func addColumnSums(of gradient: Matrix, to sums: UnsafeMutablePointer<Double>) {
    var squares = [Double](repeating: 0, count: gradient.columns)
    tbn_column_sums(gradient.pointer, gradient.rows, gradient.columns, sums, &squares)
  }

  /// Batch normalisation backward: completes `hiddenGradient` of the rows.
  ///
  /// - Parameter globalSums: `[2 H + E]`, `half.sums` of all ranks added up.
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
    Threads.forEachPart(of: gradient.rows, grain: 16) { part in
      let start = part.lowerBound * shape.hidden
      tbn_batch_norm_backward(
        half.forward.preactivation.pointer + start, statistics.mean, slope, offset, tilt, part.count,
        shape.hidden, gradient.pointer + start)
    }
    half.forward.rows.factors.hiddenGradient.take(gradient)
  }
}
