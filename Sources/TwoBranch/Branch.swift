import CKernels
import Tensor

/// One branch: `FC -> batch norm -> ReLU -> dropout -> FC -> L2 normalise`.
///
/// Batch normalisation spans the rows of all ranks, so forward and backward are each cut in two where sums over the
/// global batch are needed; the caller adds them up over the ranks. The branch itself knows numbers only.
///
/// Shapes: n rows of this rank, D input columns, H hidden, E embedding.
package struct Branch {
  package let side: Side
  package let shape: BranchShape
  package let parameters: BranchParameters
  let weights: BranchWeights
  package let workspace = BranchWorkspace()

  init(side: Side, shape: BranchShape, parameters: BranchParameters, weights: BranchWeights) {
    self.side = side
    self.shape = shape
    self.parameters = parameters
    self.weights = weights
  }

  /// The first layer's outcome, before batch normalisation.
  package struct Hidden {
    let rows: BranchRows
    /// `[n, H]`, without the layer's bias, which batch normalisation would take away again.
    let preactivation: Matrix
    /// `[2 H]` for each block of this rank's rows: column sums and column sums of squares.
    package let moments: [[Double]]
  }

  /// What the backward pass needs to know of a forward pass.
  package struct Forward {
    let rows: BranchRows
    /// `[n, H]`, before batch normalisation.
    let preactivation: Matrix
    let statistics: BatchStatistics
    let keepScale: Float
    /// `[n, E]`, of unit length.
    package let embeddings: Matrix
    /// `[n, 1]`, lengths before normalisation.
    let norms: Matrix
  }

  static let normEpsilon: Float = 1e-10

  /// First layer of the rows' input.
  package func hiddenLayer(_ rows: BranchRows) -> Hidden {
    let preactivation = workspace.matrix(.preactivation, rows: rows.factors.rows, columns: shape.hidden)
    applyFirstLayer(weights.hidden, to: rows.factors.input, rows.blocks, into: preactivation)
    let moments = rows.blocks.map { preactivation.rows($0).columnMoments() }
    return Hidden(rows: rows, preactivation: preactivation, moments: moments)
  }

  /// The rest of the forward pass; fills `activation` of the rows.
  ///
  /// - Parameters:
  ///   - globalMoments: `[2 H]`, the moments of all ranks added up.
  ///   - globalRows: rows of the global batch; this rank's begin at `firstRow` of them.
  ///   - embeddings: `[n, E]`, where the outcome goes.
  ///   - running: updated with the statistics of the global batch.
  package func embed(
    _ hidden: Hidden, globalMoments: ArraySlice<Double>, globalRows: Int, firstRow: Int, dropout: Dropout,
    running: inout RunningStatistics, into embeddings: Matrix
  ) -> Forward {
    let statistics = BatchStatistics(moments: globalMoments, rows: globalRows)
    running.update(with: statistics, bias: parameters.hiddenBias)
    let activation = hidden.rows.activation
    let (scale, shift) = normalization(mean: statistics.mean, inverseDeviation: statistics.inverseDeviation)
    Threads.forEachPart(of: activation.rows, grain: 16) { part in
      var mask = dropout.kernel(side: side, firstRow: firstRow + part.lowerBound)
      let start = part.lowerBound * shape.hidden
      tbn_scale_shift_relu(
        hidden.preactivation.pointer + start, part.count, shape.hidden, scale, shift, &mask,
        activation.pointer + start)
    }
    hidden.rows.factors.activation.take(activation)
    let norms = workspace.matrix(.norms, rows: activation.rows, columns: 1)
    applySecondLayer(
      weights.embedding, to: hidden.rows.factors.activation, hidden.rows.blocks, into: embeddings,
      norms: norms)
    return Forward(
      rows: hidden.rows, preactivation: hidden.preactivation, statistics: statistics,
      keepScale: dropout.keepScale, embeddings: embeddings, norms: norms)
  }

  /// Inference: embeddings `[n, E]` of the rows `input`, normalised with the running statistics.
  package func infer(_ input: BranchInput, running: RunningStatistics, into embeddings: Matrix) {
    let activation = workspace.matrix(.activation, rows: input.rows, columns: shape.hidden)
    let block = [0..<input.rows]
    applyFirstLayer(.single(parameters.hiddenWeight), to: input.factor, block, into: activation)
    let bias = parameters.hiddenBias
    let mean = running.mean.indices.map { running.mean[$0] - bias[0, $0] }
    let inverse = running.variance.map { Float(1 / (Double($0) + BatchStatistics.epsilon).squareRoot()) }
    let (scale, shift) = normalization(mean: mean, inverseDeviation: inverse)
    tbn_scale_shift_relu(
      activation.pointer, input.rows, shape.hidden, scale, shift, nil, activation.pointer)
    let norms = workspace.matrix(.norms, rows: input.rows, columns: 1)
    applySecondLayer(
      .single(parameters.embeddingWeight), to: .single(activation), block, into: embeddings, norms: norms)
  }

  private func applyFirstLayer(
    _ weight: Factor, to input: InputFactor, _ blocks: [Range<Int>], into result: Matrix
  ) {
    switch input {
    case .dense(let rows): multiplyRows(rows, blocks, .transposed(weight), into: result)
    // Each row goes by itself.
    case .sparse(let rows): multiply(rows, parameters.hiddenWeight, into: result)
    }
  }

  private func applySecondLayer(
    _ weight: Factor, to activation: Factor, _ blocks: [Range<Int>], into embeddings: Matrix, norms: Matrix
  ) {
    precondition(embeddings.rows == activation.rows && embeddings.columns == shape.embedding)
    multiplyRows(activation, blocks, .transposed(weight), into: embeddings)
    tbn_add_bias(
      embeddings.pointer, embeddings.rows, embeddings.columns, parameters.embeddingBias.pointer)
    tbn_normalize_rows(
      embeddings.pointer, embeddings.rows, embeddings.columns, Self.normEpsilon, norms.pointer)
  }

  /// Batch normalisation as `z * scale + shift`.
  private func normalization(mean: [Float], inverseDeviation: [Float]) -> (scale: [Float], shift: [Float]) {
    let scale = inverseDeviation.indices.map { inverseDeviation[$0] * parameters.batchNormScale[0, $0] }
    let shift = scale.indices.map { parameters.batchNormShift[0, $0] - mean[$0] * scale[$0] }
    return (scale, shift)
  }
}
