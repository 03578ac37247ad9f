import Tensor

/// Views of one branch's parameters, or of their gradients, in the flat buffer.
package struct BranchParameters {
  /// `[hidden, input]`, or `[input, hidden]` for sparse input.
  let hiddenWeight: Matrix
  /// `[1, hidden]`, as all that follow but `embeddingWeight`.
  let hiddenBias: Matrix
  let batchNormScale: Matrix
  let batchNormShift: Matrix
  /// `[embedding, hidden]`.
  let embeddingWeight: Matrix
  /// `[1, embedding]`.
  let embeddingBias: Matrix

  /// - Parameter flat: `layout.count` floats that outlive the views or are kept alive by `owner`.
  package init(_ layout: ParameterLayout, _ side: Side, flat: UnsafeMutablePointer<Float>, owner: AnyObject?) {
    func view(_ name: String) -> Matrix {
      let entry = layout.entry(side, name)
      var shape = entry.shape.count == 1 ? [1, entry.shape[0]] : entry.shape
      if entry.role == .transposedWeight { shape.reverse() }
      return Matrix(rows: shape[0], columns: shape[1], pointer: flat + entry.range.lowerBound, owner: owner)
    }
    hiddenWeight = view("fc1.weight")
    hiddenBias = view("fc1.bias")
    batchNormScale = view("bn.weight")
    batchNormShift = view("bn.bias")
    embeddingWeight = view("fc2.weight")
    embeddingBias = view("fc2.bias")
  }
}
