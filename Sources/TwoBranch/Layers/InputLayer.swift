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

  /// What a batch leaves behind besides sparse rows, of which the weight's gradient is made.
  static func rows(_ name: String, _ shape: BranchShape, _ precision: Precision) -> [RowDeclaration] {
    switch shape.input {
    case .dense: Linear.rows(name, inputs: shape.inputColumns, outputs: shape.hidden, precision)
    case .sparse: SparseLinear.rows(name, outputs: shape.hidden)
    }
  }

  var gradientRows: String { Linear.gradientRows(name) }

  /// `[n, H]`, without the bias; each block of dense rows by a product of its own.
  func forward(_ rows: SavedRows, _ blocks: [Range<Int>], into result: Matrix) {
    switch self {
    case .dense(let layer): layer.forward(rows[layer.inputRows], blocks, into: result)
    case .sparse(let layer): layer.forward(Self.sparse(rows), into: result)
    }
  }

  private static func sparse(_ rows: SavedRows) -> SparseMatrix {
    guard let sparse = rows.sparse else { preconditionFailure("dense rows for a layer of sparse ones") }
    return sparse
  }

  /// The same in single precision, whatever training reads.
  func infer(_ input: BranchInput, into result: Matrix) {
    switch (self, input) {
    case (.dense(let layer), .dense(let rows)): layer.infer(.single(rows), into: result)
    case (.sparse(let layer), .sparse(let rows)): layer.forward(rows, into: result)
    default: preconditionFailure("rows that are stored otherwise than the layer reads")
    }
  }

  /// Both gradients, from rows of any number of ranks. It is the last of a branch to be computed, and the largest.
  func gradient(_ rows: SavedRows, into gradients: ParameterViews) -> ParameterGradient {
    let entries = ["weight", "bias"].map { gradients.entry("\(name).\($0)") }
    return ParameterGradient(of: entries, inPieces: true) { share, piece in
      let biasGradient = gradients.matrix("\(name).bias")
      for column in share.rows(of: biasGradient.columns, piece: piece) { biasGradient[0, column] = 0 }
      storeWeightGradient(rows, share, piece, into: gradients)
    }
  }

  private func storeWeightGradient(
    _ rows: SavedRows, _ share: ParameterShare, _ piece: ParameterShare, into gradients: ParameterViews
  ) {
    switch (self, rows[gradientRows]) {
    case (.dense(let layer), let gradient):
      let part = share.rows(of: layer.weight.rows, piece: piece)
      layer.storeWeightGradient(part, of: gradient, input: rows[layer.inputRows], into: gradients)
    case (.sparse(let layer), .single(let gradient)):
      let part = share.rows(of: layer.weight.rows, piece: piece)
      layer.storeWeightGradient(part, of: gradient, input: Self.sparse(rows), into: gradients)
    default: preconditionFailure("sparse rows with a rounded gradient")
    }
  }
}
