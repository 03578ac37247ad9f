import CKernels
import Tensor

// A share of the parameters' gradients, from rows of any number of ranks. The shares of one pass may be computed by
// different processes: none needs another.
extension Branch {
  /// The second layer's weight's gradient, from rows that have been through `backward`.
  package func storeSecondLayerGradient(
    of rows: BranchFactors, _ share: ParameterShare, into gradients: BranchParameters
  ) {
    let part = share.rows(of: shape.embedding)
    multiply(
      .transposed(rows.embeddingGradient, columns: part), .plain(rows.activation),
      into: gradients.embeddingWeight.rows(part))
  }

  /// The first layer's gradients, from rows that have been through `finishBackward`.
  ///
  /// The bias gets none: batch normalisation takes away what it adds, so its gradient is zero by definition.
  /// Computing it would give rounding noise, which Adam would blow up to full steps.
  ///
  /// - Parameter piece: of the share.
  package func storeFirstLayerGradients(
    of rows: BranchFactors, _ share: ParameterShare, piece: ParameterShare = .whole,
    into gradients: BranchParameters
  ) {
    for column in share.rows(of: shape.hidden, piece: piece) { gradients.hiddenBias[0, column] = 0 }
    let weight = gradients.hiddenWeight
    let part = share.rows(of: weight.rows, piece: piece)
    switch rows.input {
    case .dense(let input):
      multiply(.transposed(rows.hiddenGradient, columns: part), .plain(input), into: weight.rows(part))
    case .sparse(let input):
      guard case .single(let gradient) = rows.hiddenGradient else {
        preconditionFailure("sparse rows with a rounded gradient")
      }
      storeWeightGradient(of: input, gradient, part, into: weight)
    }
  }

  /// The gradients of batch normalisation and of the second layer's bias, which follow from sums that every rank has.
  ///
  /// - Parameter globalSums: as in `finishBackward`.
  package func storeVectorGradients(
    _ half: Backward, globalSums: ArraySlice<Double>, _ share: ParameterShare,
    into gradients: BranchParameters
  ) {
    let inverse = half.forward.statistics.inverseDeviation
    let sums = Array(globalSums)
    for column in share.rows(of: shape.hidden) {
      gradients.batchNormShift[0, column] = Float(sums[column])
      gradients.batchNormScale[0, column] = Float(sums[shape.hidden + column] * Double(inverse[column]))
    }
    for column in share.rows(of: shape.embedding) {
      gradients.embeddingBias[0, column] = Float(sums[2 * shape.hidden + column])
    }
  }
}
