import Tensor

// A share of the parameters' gradients, from rows of any number of ranks. The shares of one pass may be computed by
// different processes: none needs another.
extension Branch {
  /// The second layer's weight's gradient, from rows that have been through `backward`.
  package func storeSecondLayerGradient(
    of rows: BranchFactors, _ share: ParameterShare, into gradients: ParameterViews
  ) {
    second.storeWeightGradient(
      share.rows(of: shape.embedding), of: rows.embeddingGradient, input: rows.activation, into: gradients)
  }

  /// The first layer's gradients, from rows that have been through `finishBackward`.
  ///
  /// - Parameter piece: of the share.
  package func storeFirstLayerGradients(
    of rows: BranchFactors, _ share: ParameterShare, piece: ParameterShare = .whole,
    into gradients: ParameterViews
  ) {
    first.storeGradients(of: rows.hiddenGradient, input: rows.input, share, piece: piece, into: gradients)
  }

  /// The gradients of batch normalisation and of the second layer's bias, which follow from sums that every rank has.
  ///
  /// - Parameter globalSums: as in `finishBackward`.
  package func storeVectorGradients(
    _ half: Backward, globalSums: ArraySlice<Double>, _ share: ParameterShare, into gradients: ParameterViews
  ) {
    normalization.storeGradients(
      half.forward.normalized, sums: globalSums.prefix(2 * shape.hidden), share, into: gradients)
    second.storeBiasGradient(Array(globalSums.dropFirst(2 * shape.hidden)), share, into: gradients)
  }
}
