import CKernels
import Tensor

/// Batch normalisation over the rows of all ranks, then ReLU, and dropout where a mask is given.
///
/// Forward and backward are each cut in two where sums over the global batch are needed; the caller adds them up over
/// the ranks. The layer before adds no bias: normalisation would take it away again.
///
/// Shapes: n rows of this rank, H columns.
struct BatchNormReLU {
  let name: String
  /// `[1, H]`; `shift` too.
  let scale: Matrix
  let shift: Matrix

  init(_ name: String, _ parameters: ParameterViews) {
    self.name = name
    scale = parameters.matrix("\(name).weight")
    shift = parameters.matrix("\(name).bias")
  }

  static func parameters(_ name: String, columns: Int) -> [Parameter] {
    [
      Parameter("\(name).weight", shape: [columns], .constant(1), decays: false),
      Parameter("\(name).bias", shape: [columns], .constant(0), decays: false),
    ]
  }

  var columns: Int { scale.columns }

  /// What the backward pass needs to know of a forward pass.
  struct Forward {
    /// `[n, H]`, before normalisation.
    let preactivation: Matrix
    /// `[n, H]`.
    let activation: Matrix
    let statistics: BatchStatistics
    fileprivate let keepScale: Float
  }

  /// The second half of the forward pass, after `Matrix.columnMoments` of all rows.
  ///
  /// - Parameters:
  ///   - moments: `[2 H]`, those of all ranks added up.
  ///   - rows: of the global batch.
  ///   - bias: `[1, H]`, of the layer before, for the running mean.
  ///   - running: updated with the statistics of the global batch.
  func forward(
    _ preactivation: Matrix, moments: ArraySlice<Double>, rows: Int, bias: Matrix,
    dropout: Dropout.Mask? = nil, running: inout RunningStatistics, into activation: Matrix
  ) -> Forward {
    let statistics = BatchStatistics(moments: moments, rows: rows)
    running.update(with: statistics, bias: bias)
    let (scale, shift) = asScaleAndShift(
      mean: statistics.mean, inverseDeviation: statistics.inverseDeviation)
    Threads.forEachPart(of: activation.rows, grain: 16) { part in
      let start = part.lowerBound * columns
      let (source, target) = (preactivation.pointer + start, activation.pointer + start)
      if var mask = dropout?.kernel(row: part.lowerBound) {
        tbn_scale_shift_relu(source, part.count, columns, scale, shift, &mask, target)
      } else {
        tbn_scale_shift_relu(source, part.count, columns, scale, shift, nil, target)
      }
    }
    return Forward(
      preactivation: preactivation, activation: activation, statistics: statistics,
      keepScale: dropout?.keepScale ?? 1)
  }

  /// Inference in place, with the running statistics.
  func infer(_ rows: Matrix, bias: Matrix, running: RunningStatistics) {
    let mean = running.mean.indices.map { running.mean[$0] - bias[0, $0] }
    let inverse = running.variance.map { Float(1 / (Double($0) + BatchStatistics.epsilon).squareRoot()) }
    let (scale, shift) = asScaleAndShift(mean: mean, inverseDeviation: inverse)
    tbn_scale_shift_relu(rows.pointer, rows.rows, columns, scale, shift, nil, rows.pointer)
  }

  /// Dropout and ReLU backward over a block of rows, in place.
  ///
  /// - Parameter gradient: `[n, H]`, with respect to the activations; after it to normalisation's outcome.
  /// - Returns: `[2 H]`, of the block: the column sums of the gradient, and of the gradient times the centred
  ///   pre-activations.
  func backward(_ forward: Forward, _ gradient: Matrix, _ block: Range<Int>) -> [Double] {
    let start = block.lowerBound * columns
    var sums = [Double](repeating: 0, count: 2 * columns)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let place = buffer.baseAddress else { return }
      tbn_relu_backward_sums(
        forward.activation.pointer + start, forward.preactivation.pointer + start, forward.statistics.mean,
        block.count, columns, forward.keepScale, gradient.pointer + start, place, place + columns)
    }
    return sums
  }

  /// The rest: the gradient with respect to the pre-activations, in place.
  ///
  /// - Parameter sums: `[2 H]`, what `backward` returns, of all ranks added up.
  func finishBackward(_ forward: Forward, sums: ArraySlice<Double>, _ gradient: Matrix) {
    let (statistics, sums) = (forward.statistics, Array(sums))
    let count = Double(statistics.rows)
    let slope = (0..<columns).map { statistics.inverseDeviation[$0] * scale[0, $0] }
    let offset = (0..<columns).map { Float(sums[$0] / count) }
    let tilt = (0..<columns).map { column in
      let inverse = Double(statistics.inverseDeviation[column])
      return Float(sums[columns + column] / count * inverse * inverse)
    }
    Threads.forEachPart(of: gradient.rows, grain: 16) { part in
      let start = part.lowerBound * columns
      tbn_batch_norm_backward(
        forward.preactivation.pointer + start, statistics.mean, slope, offset, tilt, part.count, columns,
        gradient.pointer + start)
    }
  }

  /// A share of both gradients, which follow from the sums alone.
  ///
  /// - Parameter sums: `[2 H]`, what `backward` returns, of the rows that the gradients are of.
  func storeGradients(
    _ forward: Forward, sums: ArraySlice<Double>, _ share: ParameterShare = .whole,
    into gradients: ParameterViews
  ) {
    let (inverse, sums) = (forward.statistics.inverseDeviation, Array(sums))
    let (scale, shift) = (gradients.matrix("\(name).weight"), gradients.matrix("\(name).bias"))
    for column in share.rows(of: columns) {
      shift[0, column] = Float(sums[column])
      scale[0, column] = Float(sums[columns + column] * Double(inverse[column]))
    }
  }

  /// Both gradients, of the rows whose sums these are.
  func gradient(
    _ forward: Forward, sums: ArraySlice<Double>, into gradients: ParameterViews
  ) -> ParameterGradient {
    ParameterGradient(of: ["weight", "bias"].map { gradients.entry("\(name).\($0)") }) { share, _ in
      storeGradients(forward, sums: sums, share, into: gradients)
    }
  }

  /// Normalisation as `z * scale + shift`.
  private func asScaleAndShift(
    mean: [Float], inverseDeviation: [Float]
  ) -> (scale: [Float], shift: [Float]) {
    let scale = inverseDeviation.indices.map { inverseDeviation[$0] * self.scale[0, $0] }
    return (scale, scale.indices.map { shift[0, $0] - mean[$0] * scale[$0] })
  }
}
