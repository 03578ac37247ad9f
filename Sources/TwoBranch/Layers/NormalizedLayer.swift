import Tensor

/// `FC -> batch norm -> ReLU`, of rows that no other rank reads: those of pairs.
///
/// Forward and backward are each cut in two where sums over the global batch are needed, as in `Branch`.
///
/// Shapes: n rows of this rank, D input columns, H output columns.
struct NormalizedLayer {
  let linear: Linear
  let normalization: BatchNormReLU
  private let precision: Precision
  private let workspace = BranchWorkspace()
  private let rounded = (input: RoundedMemory(), gradient: RoundedMemory())

  /// - Parameter number: in the layers' names.
  init(_ number: Int, _ parameters: ParameterViews, _ precision: Precision) {
    linear = Linear("fc\(number)", parameters)
    normalization = BatchNormReLU("bn\(number)", parameters)
    self.precision = precision
  }

  static func parameters(_ number: Int, inputs: Int, outputs: Int) -> [Parameter] {
    Linear.parameters("fc\(number)", inputs: inputs, outputs: outputs)
      + BatchNormReLU.parameters("bn\(number)", columns: outputs)
  }

  /// As the products of training read it.
  private func operand(_ matrix: Matrix, _ memory: RoundedMemory) -> Factor {
    switch precision {
    case .fp32: .single(matrix)
    case .bf16: .bfloat16(memory.round(matrix))
    }
  }

  /// The product's outcome, before batch normalisation.
  struct Hidden {
    fileprivate let input: Factor
    /// `[n, H]`, without the bias.
    fileprivate let preactivation: Matrix
    fileprivate let blocks: [Range<Int>]
    /// `[2 H]` for each block: column sums and column sums of squares.
    let moments: [[Double]]
  }

  /// What the backward pass needs to know of a forward pass.
  struct Forward {
    fileprivate let hidden: Hidden
    fileprivate let normalized: BatchNormReLU.Forward
    /// `[n, H]`.
    var activation: Matrix { normalized.activation }
  }

  /// The backward pass half way: down to batch normalisation.
  struct Backward {
    fileprivate let forward: Forward
    /// `[n, H]`, with respect to batch normalisation's outcome.
    fileprivate let gradient: Matrix
    /// `[2 H]` for each block, as `BatchNormReLU.backward` returns it.
    let sums: [[Double]]
  }

  /// - Parameter blocks: of the rows `[n, D]`; each goes through every product by a call of its own.
  func hidden(_ input: Matrix, blocks: [Range<Int>]) -> Hidden {
    let preactivation = workspace.matrix(
      .preactivation, rows: input.rows, columns: normalization.columns)
    let input = operand(input, rounded.input)
    linear.forward(input, blocks, into: preactivation)
    return Hidden(
      input: input, preactivation: preactivation, blocks: blocks,
      moments: blocks.map { preactivation.rows($0).columnMoments() })
  }

  /// - Parameters:
  ///   - moments: `[2 H]`, those of all blocks of all ranks added up.
  ///   - rows: of the global batch.
  ///   - running: updated with the statistics of the global batch.
  func activate(_ hidden: Hidden, moments: [Double], rows: Int, running: inout RunningStatistics) -> Forward {
    let activation = workspace.matrix(
      .activation, rows: hidden.input.rows, columns: normalization.columns)
    let normalized = normalization.forward(
      hidden.preactivation, moments: moments[...], rows: rows, bias: linear.bias, running: &running,
      into: activation)
    return Forward(hidden: hidden, normalized: normalized)
  }

  /// - Parameters:
  ///   - gradient: `[n, H]`, with respect to the activations; overwritten.
  ///   - gradients: of each block, receive its part of batch normalisation's gradients.
  func backward(_ forward: Forward, gradient: Matrix, gradients: [ParameterViews]) -> Backward {
    let sums = forward.hidden.blocks.map { normalization.backward(forward.normalized, gradient, $0) }
    for (sums, gradients) in zip(sums, gradients) {
      normalization.storeGradients(forward.normalized, sums: sums[...], into: gradients)
    }
    return Backward(forward: forward, gradient: gradient, sums: sums)
  }

  /// The bias gets no gradient: batch normalisation takes away what it adds (see `InputLayer`).
  ///
  /// - Parameters:
  ///   - sums: `[2 H]`, those of all blocks of all ranks added up.
  ///   - gradients: of each block, receive its part of the weight's gradient.
  /// - Returns: `[n, D]`, with respect to the input; valid until the next backward pass.
  func finishBackward(_ half: Backward, sums: [Double], gradients: [ParameterViews]) -> Matrix {
    normalization.finishBackward(half.forward.normalized, sums: sums[...], half.gradient)
    let hidden = half.forward.hidden
    let gradient = operand(half.gradient, rounded.gradient)
    let all = 0..<linear.weight.rows
    for (block, gradients) in zip(hidden.blocks, gradients) {
      gradients.matrix("\(linear.name).bias").fill(0)
      linear.storeWeightGradient(
        all, of: gradient.rows(block), input: hidden.input.rows(block), into: gradients)
    }
    let inputGradient = workspace.matrix(
      .hiddenGradient, rows: hidden.input.rows, columns: linear.weight.columns)
    linear.backward(gradient, hidden.blocks, into: inputGradient)
    return inputGradient
  }

  /// Inference, with the running statistics.
  ///
  /// - Parameters:
  ///   - input: `[n, D]`.
  ///   - weight: `[H, D]`, in the place of the layer's own.
  /// - Returns: `[n, H]`, valid until the next call.
  func infer(_ input: Matrix, weight: Matrix, running: RunningStatistics) -> Matrix {
    let activation = workspace.matrix(.activation, rows: input.rows, columns: normalization.columns)
    multiply(.plain(input), .transposed(weight), into: activation)
    normalization.infer(activation, bias: linear.bias, running: running)
    return activation
  }
}
