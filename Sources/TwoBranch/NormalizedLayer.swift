import CKernels
import Tensor

/// `FC -> batch norm -> ReLU`, with the statistics of the rows of all ranks.
///
/// Forward and backward are each cut in two where sums over the global batch are needed, as in `Branch`.
///
/// Shapes: n rows of this rank, D input columns, H output columns.
struct NormalizedLayer {
  /// Views of the parameters, or of their gradients, in the flat buffer.
  struct Parameters {
    /// `[H, D]`.
    let weight: Matrix
    /// `[1, H]`, as those that follow.
    let bias: Matrix
    let batchNormScale: Matrix
    let batchNormShift: Matrix
  }

  let parameters: Parameters
  /// `[H, D]`, as the products of training read it.
  private let weight: Factor
  private let workspace = BranchWorkspace()
  private let rounded = (input: RoundedMemory(), gradient: RoundedMemory())

  /// - Parameter weight: as the products of training read it; what stands beside it in a product is rounded alike.
  init(parameters: Parameters, weight: Factor) {
    self.parameters = parameters
    self.weight = weight
  }

  private func factor(_ matrix: Matrix, _ memory: RoundedMemory) -> Factor {
    switch weight {
    case .single: .single(matrix)
    case .bfloat16: .bfloat16(memory.round(matrix))
    }
  }

  /// The product's outcome, before batch normalisation.
  struct Linear {
    let input: Factor
    let inputColumns: Int
    /// `[n, H]`, without the bias, which batch normalisation would take away again.
    let preactivation: Matrix
    let blocks: [Range<Int>]
    /// `[2 H]` for each block: column sums and column sums of squares.
    let moments: [[Double]]
  }

  /// What the backward pass needs to know of a forward pass.
  struct Forward {
    let linear: Linear
    let statistics: BatchStatistics
    /// `[n, H]`.
    let activation: Matrix
  }

  /// The backward pass half way: down to batch normalisation.
  struct Backward {
    let forward: Forward
    /// `[n, H]`, with respect to batch normalisation's outcome.
    let gradient: Matrix
    /// `[2 H]` for each block: the column sums of the gradient, and of the gradient times the centred pre-activations.
    let sums: [[Double]]
  }

  var width: Int { parameters.weight.rows }

  /// - Parameter blocks: of the rows `[n, D]`; each goes through every product by a call of its own.
  func linear(_ input: Matrix, blocks: [Range<Int>]) -> Linear {
    let preactivation = workspace.matrix(.preactivation, rows: input.rows, columns: width)
    let factor = factor(input, rounded.input)
    multiplyRows(factor, blocks, .transposed(weight), into: preactivation)
    return Linear(
      input: factor, inputColumns: input.columns, preactivation: preactivation, blocks: blocks,
      moments: blocks.map { preactivation.rows($0).columnMoments() })
  }

  /// - Parameters:
  ///   - moments: `[2 H]`, those of all blocks of all ranks added up.
  ///   - rows: of the global batch.
  ///   - running: updated with the statistics of the global batch.
  func activate(
    _ linear: Linear, moments: [Double], rows: Int, running: inout RunningStatistics
  ) -> Forward {
    let statistics = BatchStatistics(moments: moments[...], rows: rows)
    running.update(with: statistics, bias: parameters.bias)
    let activation = workspace.matrix(.activation, rows: linear.input.rows, columns: width)
    let (scale, shift) = normalization(mean: statistics.mean, inverseDeviation: statistics.inverseDeviation)
    tbn_scale_shift_relu(
      linear.preactivation.pointer, activation.rows, width, scale, shift, nil, activation.pointer)
    return Forward(linear: linear, statistics: statistics, activation: activation)
  }

  /// - Parameters:
  ///   - gradient: `[n, H]`, with respect to the activations; overwritten.
  ///   - gradients: of each block, receive its part of batch normalisation's gradients.
  func backward(_ forward: Forward, gradient: Matrix, gradients: [Parameters]) -> Backward {
    let sums = forward.linear.blocks.map { passReLU(forward, gradient, $0) }
    for (sums, gradients) in zip(sums, gradients) {
      for column in 0..<width {
        gradients.batchNormShift[0, column] = Float(sums[column])
        gradients.batchNormScale[0, column] = Float(
          sums[width + column] * Double(forward.statistics.inverseDeviation[column]))
      }
    }
    return Backward(forward: forward, gradient: gradient, sums: sums)
  }

  /// ReLU backward over a block of rows.
  ///
  /// - Returns: the block's `Backward.sums`.
  private func passReLU(_ forward: Forward, _ gradient: Matrix, _ block: Range<Int>) -> [Double] {
    let start = block.lowerBound * width
    var sums = [Double](repeating: 0, count: 2 * width)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let place = buffer.baseAddress else { return }
      tbn_relu_backward_sums(
        forward.activation.pointer + start, forward.linear.preactivation.pointer + start,
        forward.statistics.mean, block.count, width, 1, gradient.pointer + start, place, place + width)
    }
    return sums
  }

  /// The bias gets no gradient: batch normalisation takes away what it adds (see `Branch.finishBackward`).
  ///
  /// - Parameters:
  ///   - sums: `[2 H]`, those of all blocks of all ranks added up.
  ///   - gradients: of each block, receive its part of the weight's gradient.
  /// - Returns: `[n, D]`, with respect to the input; valid until the next backward pass.
  func finishBackward(_ half: Backward, sums: [Double], gradients: [Parameters]) -> Matrix {
    let statistics = half.forward.statistics
    let count = Double(statistics.rows)
    let columns = 0..<width
    let slope = columns.map { statistics.inverseDeviation[$0] * parameters.batchNormScale[0, $0] }
    let offset = columns.map { Float(sums[$0] / count) }
    let tilt = columns.map { column in
      let inverse = Double(statistics.inverseDeviation[column])
      return Float(sums[width + column] / count * inverse * inverse)
    }
    let linear = half.forward.linear
    tbn_batch_norm_backward(
      linear.preactivation.pointer, statistics.mean, slope, offset, tilt, half.gradient.rows, width,
      half.gradient.pointer)
    let gradient = factor(half.gradient, rounded.gradient)
    for (block, gradients) in zip(linear.blocks, gradients) {
      gradients.bias.fill(0)
      multiply(
        .transposed(gradient.rows(block)), .plain(linear.input.rows(block)), into: gradients.weight)
    }
    let inputGradient = workspace.matrix(
      .hiddenGradient, rows: linear.input.rows, columns: linear.inputColumns)
    multiplyRows(gradient, linear.blocks, .plain(weight), into: inputGradient)
    return inputGradient
  }

  /// Inference, with the running statistics.
  ///
  /// - Parameters:
  ///   - input: `[n, D]`.
  ///   - weight: `[H, D]`, in the place of the layer's own.
  /// - Returns: `[n, H]`, valid until the next call.
  func infer(_ input: Matrix, weight: Matrix, running: RunningStatistics) -> Matrix {
    let activation = workspace.matrix(.activation, rows: input.rows, columns: width)
    multiply(.plain(input), .transposed(weight), into: activation)
    let mean = running.mean.indices.map { running.mean[$0] - parameters.bias[0, $0] }
    let inverse = running.variance.map { Float(1 / (Double($0) + BatchStatistics.epsilon).squareRoot()) }
    let (scale, shift) = normalization(mean: mean, inverseDeviation: inverse)
    tbn_scale_shift_relu(activation.pointer, input.rows, width, scale, shift, nil, activation.pointer)
    return activation
  }

  /// Batch normalisation as `z * scale + shift`.
  private func normalization(mean: [Float], inverseDeviation: [Float]) -> (scale: [Float], shift: [Float]) {
    let scale = inverseDeviation.indices.map { inverseDeviation[$0] * parameters.batchNormScale[0, $0] }
    let shift = scale.indices.map { parameters.batchNormShift[0, $0] - mean[$0] * scale[$0] }
    return (scale, shift)
  }
}
