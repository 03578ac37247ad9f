import Tensor

/// The fully connected layer that a branch begins with, as its input rows are stored. Batch normalisation follows, which
/// takes its bias away: the bias is never added, and its gradient is zero by definition. Computing that would give
/// rounding noise, which Adam would blow up to full steps.
///
/// Shapes: n rows, D input columns, H hidden.
enum InputLayer {
  case dense(Linear)
  case sparse(SparseLinear)

  init(_ name: String, _ input: BranchShape.Input, _ parameters: ParameterViews) {
    switch input {
    case .dense: self = .dense(Linear(name, parameters))
    case .sparse: self = .sparse(SparseLinear(name, parameters))
    }
  }

  static func parameters(_ name: String, _ shape: BranchShape) -> [Parameter] {
    switch shape.input {
    case .dense: Linear.parameters(name, inputs: shape.inputColumns, outputs: shape.hidden)
    case .sparse: SparseLinear.parameters(name, inputs: shape.inputColumns, outputs: shape.hidden)
    }
  }

  var name: String {
    switch self {
    case .dense(let layer): layer.name
    case .sparse(let layer): layer.name
    }
  }

  var bias: Matrix {
    switch self {
    case .dense(let layer): layer.bias
    case .sparse(let layer): layer.bias
    }
  }

  /// `[n, H]`, without the bias; each block of dense rows by a product of its own.
  func forward(_ input: InputFactor, _ blocks: [Range<Int>], into result: Matrix) {
    switch (self, input) {
    case (.dense(let layer), .dense(let rows)): layer.forward(rows, blocks, into: result)
    case (.sparse(let layer), .sparse(let rows)): layer.forward(rows, into: result)
    default: preconditionFailure("rows that are stored otherwise than the layer reads")
    }
  }

  /// The same in single precision, whatever training reads.
  func infer(_ input: InputFactor, into result: Matrix) {
    switch (self, input) {
    case (.dense(let layer), .dense(let rows)): layer.infer(rows, into: result)
    case (.sparse(let layer), .sparse(let rows)): layer.forward(rows, into: result)
    default: preconditionFailure("rows that are stored otherwise than the layer reads")
    }
  }

  /// A piece of a share of both gradients, from rows of any number of ranks.
  ///
  /// - Parameter gradient: `[n, H]`, with respect to the outcome.
  func storeGradients(
    of gradient: Factor, input: InputFactor, _ share: ParameterShare, piece: ParameterShare,
    into gradients: ParameterViews
  ) {
    let biasGradient = gradients.matrix("\(name).bias")
    for column in share.rows(of: biasGradient.columns, piece: piece) { biasGradient[0, column] = 0 }
    switch (self, input, gradient) {
    case (.dense(let layer), .dense(let rows), _):
      let part = share.rows(of: layer.weight.rows, piece: piece)
      layer.storeWeightGradient(part, of: gradient, input: rows, into: gradients)
    case (.sparse(let layer), .sparse(let rows), .single(let gradient)):
      let part = share.rows(of: layer.weight.rows, piece: piece)
      layer.storeWeightGradient(part, of: gradient, input: rows, into: gradients)
    default: preconditionFailure("rows that are stored otherwise than the layer reads")
    }
  }
}
