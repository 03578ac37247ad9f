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
  package init(_ layout: ParameterLayout, _ side: Side, flat: UnsafeMutablePointer<Float>, owner: AnyObject?)
  {
    func view(_ name: String) -> Matrix {
      layout.entry(side, name).stored(in: flat, owner: owner)
    }
    hiddenWeight = view("fc1.weight")
    hiddenBias = view("fc1.bias")
    batchNormScale = view("bn.weight")
    batchNormShift = view("bn.bias")
    embeddingWeight = view("fc2.weight")
    embeddingBias = view("fc2.bias")
  }
}

extension ParameterLayout.Entry {
  /// The parameter as it stands in a flat buffer: a vector as `[1, count]`, a transposed weight as `[in, out]`.
  package func stored(in flat: UnsafeMutablePointer<Float>, owner: AnyObject?) -> Matrix {
    var dimensions = shape.count == 1 ? [1, shape[0]] : shape
    if isTransposed { dimensions.reverse() }
    return Matrix(
      rows: dimensions[0], columns: dimensions[1], pointer: flat + range.lowerBound, owner: owner)
  }

  /// A weight `[out, in]` as it stands in a flat buffer of bfloat16 numbers.
  func rounded(in flat: UnsafeMutablePointer<UInt16>, owner: AnyObject?) -> Factor {
    precondition(shape.count == 2 && !isTransposed, "\(name) is no weight that products read")
    return .bfloat16(
      BFloat16Matrix(rows: shape[0], columns: shape[1], pointer: flat + range.lowerBound, owner: owner))
  }
}
