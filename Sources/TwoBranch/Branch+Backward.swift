import Tensor

extension Branch {
  /// The backward pass half way: down to batch normalisation, which needs sums over the global batch.
  package struct Backward {
    let forward: Forward
    /// `[2 H + E]` for each block of this rank's rows: what `BatchNormReLU.backward` returns, then the column sums of the
    /// gradient with respect to the second layer's outcome.
    package let sums: [[Double]]
  }

  /// Normalisation, second layer, dropout and ReLU backward.
  ///
  /// Overwrites `embeddingGradient` of the rows, which holds the gradient with respect to the normalised embeddings,
  /// and fills the gradient with respect to the first layer's outcome, down to batch normalisation.
  package func backward(_ forward: Forward) -> Backward {
    let rows = forward.rows
    L2Normalize.backward(rows.embeddingGradient, normalized: forward.embeddings, norms: forward.norms)
    let hiddenGradient = rows.numbers(first.gradientRows)
    second.backward(rows.save(second.gradientRows), rows.blocks, into: hiddenGradient)
    let sums = rows.blocks.map { block in
      normalization.backward(forward.normalized, hiddenGradient, block)
        + rows.embeddingGradient.rows(block).columnMoments().prefix(shape.embedding)
    }
    return Backward(forward: forward, sums: sums)
  }

  /// Numbers of `Backward.sums`.
  package var sumCount: Int { 2 * shape.hidden + shape.embedding }

  /// Batch normalisation backward: completes the gradient with respect to the first layer's outcome.
  ///
  /// - Parameter globalSums: `[2 H + E]`, `half.sums` of all ranks added up.
  package func finishBackward(_ half: Backward, globalSums: ArraySlice<Double>) {
    let rows = half.forward.rows
    normalization.finishBackward(
      half.forward.normalized, sums: globalSums.prefix(2 * shape.hidden),
      rows.numbers(first.gradientRows))
    rows.save(first.gradientRows)
  }
}
