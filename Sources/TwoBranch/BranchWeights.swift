import Tensor

/// A branch's weights as the products of training read them.
package struct BranchWeights {
  /// `[hidden, input]`, or `[input, hidden]` for sparse input, which always reads single precision.
  let hidden: Factor
  /// `[embedding, hidden]`.
  let embedding: Factor

  /// - Parameters:
  ///   - parameters: the branch's own.
  ///   - rounded: the flat buffer of all parameters as bfloat16, kept alive by `owner`; nil: products read the
  ///     parameters themselves.
  init(
    _ parameters: BranchParameters, _ layout: ParameterLayout, _ side: Side,
    rounded: UnsafeMutablePointer<UInt16>?, owner: AnyObject?
  ) {
    func factor(_ name: String, _ weight: Matrix) -> Factor {
      let entry = layout.entry(side, name)
      guard let rounded, !entry.isTransposed else { return .single(weight) }
      return entry.rounded(in: rounded, owner: owner)
    }
    hidden = factor("fc1.weight", parameters.hiddenWeight)
    embedding = factor("fc2.weight", parameters.embeddingWeight)
  }
}
