import CKernels
import Tensor

// A share of the parameters' gradients, from rows of any number of ranks. The shares of one pass may be computed by
// different processes: none needs another.
extension Branch {
  /// The second layer's gradients, from rows that have been through `backward`.
  package func storeSecondLayerGradients(
    of rows: BranchRows, _ share: ParameterShare, into gradients: BranchParameters
  ) {
    let part = share.rows(of: shape.embedding)
    multiply(
      .transposed(rows.embeddingGradient, columns: part), .plain(rows.activation),
      into: gradients.embeddingWeight.rows(part))
    storeColumnSums(of: rows.embeddingGradient, part, into: gradients.embeddingBias)
  }

  /// The first layer's gradients, from rows that have been through `finishBackward`.
  ///
  /// The bias gets none: batch normalisation takes away what it adds, so its gradient is zero by definition.
  /// Computing it would give rounding noise, which Adam would blow up to full steps.
  ///
  /// - Parameter piece: of the share.
  package func storeFirstLayerGradients(
    of rows: BranchRows, _ share: ParameterShare, piece: ParameterShare = .whole,
    into gradients: BranchParameters
  ) {
    for column in share.rows(of: shape.hidden, piece: piece) { gradients.hiddenBias[0, column] = 0 }
    let weight = gradients.hiddenWeight
    let part = share.rows(of: weight.rows, piece: piece)
    switch rows.input {
    case .dense(let input):
      multiply(.transposed(rows.hiddenGradient, columns: part), .plain(input), into: weight.rows(part))
    case .sparse(let input):
      storeWeightGradient(of: input, rows.hiddenGradient, part, into: weight)
    }
  }

  /// Batch normalisation's gradients, which follow from sums that every rank has.
  ///
  /// - Parameter globalSums: as in `finishBackward`.
  package func storeBatchNormGradients(
    _ half: Backward, globalSums: ArraySlice<Double>, _ share: ParameterShare,
    into gradients: BranchParameters
  ) {
    let inverse = half.forward.statistics.inverseDeviation
    let start = globalSums.startIndex
    for column in share.rows(of: shape.hidden) {
      gradients.batchNormShift[0, column] = Float(globalSums[start + column])
      gradients.batchNormScale[0, column] = Float(
        globalSums[start + shape.hidden + column] * Double(inverse[column]))
    }
  }

  private func storeColumnSums(of gradient: Matrix, _ columns: Range<Int>, into bias: Matrix) {
    var sums = [Double](repeating: 0, count: gradient.columns)
    var squares = sums
    tbn_column_sums(gradient.pointer, gradient.rows, gradient.columns, &sums, &squares)
    for column in columns { bias[0, column] = Float(sums[column]) }
  }
}
