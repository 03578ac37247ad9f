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
  let first: InputLayer
  let normalization: BatchNormReLU
  let second: Linear
  package let workspace = BranchWorkspace()

  init(_ side: Side, _ shape: BranchShape, _ parameters: ParameterViews) {
    self.side = side
    self.shape = shape
    first = InputLayer("fc1", shape.input, parameters)
    normalization = BatchNormReLU("bn", parameters)
    second = Linear("fc2", parameters)
  }

  static func parameters(_ shape: BranchShape) -> [Parameter] {
    InputLayer.parameters("fc1", shape) + BatchNormReLU.parameters("bn", columns: shape.hidden)
      + Linear.parameters("fc2", inputs: shape.hidden, outputs: shape.embedding)
  }

  /// What a batch leaves behind, of which the weights' gradients are made; `precision` that of training's products.
  package static func rows(_ shape: BranchShape, _ precision: Precision) -> [RowDeclaration] {
    InputLayer.rows("fc1", shape, precision)
      + Linear.rows("fc2", inputs: shape.hidden, outputs: shape.embedding, precision)
  }

  /// Where the input goes that is dense.
  package static var inputRows: String { Linear.inputRows("fc1") }
  package static var embeddingGradientRows: String { Linear.gradientRows("fc2") }

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
    let normalized: BatchNormReLU.Forward
    /// `[n, E]`, of unit length.
    package let embeddings: Matrix
    /// `[n, 1]`, lengths before normalisation.
    let norms: Matrix
  }

  /// First layer of the rows' input.
  package func hiddenLayer(_ rows: BranchRows) -> Hidden {
    let preactivation = workspace.matrix(.preactivation, rows: rows.saved.rows, columns: shape.hidden)
    first.forward(rows.saved, rows.blocks, into: preactivation)
    let moments = rows.blocks.map { preactivation.rows($0).columnMoments() }
    return Hidden(rows: rows, preactivation: preactivation, moments: moments)
  }

  /// The rest of the forward pass; fills the second layer's input of the rows.
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
    let rows = hidden.rows
    precondition(embeddings.rows == rows.saved.rows && embeddings.columns == shape.embedding)
    let normalized = normalization.forward(
      hidden.preactivation, moments: globalMoments, rows: globalRows, bias: first.bias,
      dropout: dropout.mask(of: side, firstRow: firstRow), running: &running,
      into: rows.numbers(second.inputRows))
    second.forward(rows.save(second.inputRows), rows.blocks, into: embeddings)
    let norms = normalize(embeddings)
    return Forward(rows: rows, normalized: normalized, embeddings: embeddings, norms: norms)
  }

  /// Inference: embeddings `[n, E]` of the rows `input`, normalised with the running statistics.
  package func infer(_ input: BranchInput, running: RunningStatistics, into embeddings: Matrix) {
    precondition(embeddings.rows == input.rows && embeddings.columns == shape.embedding)
    let activation = workspace.matrix(.activation, rows: input.rows, columns: shape.hidden)
    first.infer(input, into: activation)
    normalization.infer(activation, bias: first.bias, running: running)
    second.infer(.single(activation), into: embeddings)
    _ = normalize(embeddings)
  }

  /// The second layer's bias and the division by the lengths, in place.
  ///
  /// - Returns: `[n, 1]`, the lengths.
  private func normalize(_ embeddings: Matrix) -> Matrix {
    second.addBias(to: embeddings)
    let norms = workspace.matrix(.norms, rows: embeddings.rows, columns: 1)
    L2Normalize.forward(embeddings, norms: norms)
    return norms
  }
}
