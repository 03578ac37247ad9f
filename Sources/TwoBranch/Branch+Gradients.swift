extension Branch {
  /// The gradients of all parameters, in the order in which they are best computed.
  ///
  /// - Parameters:
  ///   - rows: of any number of ranks, after `finishBackward`: of these the weights' gradients are made.
  ///   - sums: `[2 H + E]`, of these the vectors' gradients are made: as in `finishBackward`, or zero where another node
  ///     brings them.
  func gradients(
    _ half: Backward, _ rows: SavedRows, sums: ArraySlice<Double>, into gradients: ParameterViews
  ) -> [ParameterGradient] {
    let (normalizationSums, biasSums) = (sums.prefix(2 * shape.hidden), sums.dropFirst(2 * shape.hidden))
    let normalized = half.forward.normalized
    return [
      second.gradient(rows, biasSums: Array(biasSums), into: gradients)
        .with(normalization.gradient(normalized, sums: normalizationSums, into: gradients)),
      first.gradient(rows, into: gradients),
    ]
  }
}
