import Tensor

/// A fully connected layer of rows with few numbers that are not zero: its cost follows these, not the width.
///
/// Always of single precision. Shapes: n rows, D input columns, H output columns.
struct SparseLinear {
  let name: String
  /// `[D, H]`.
  let weight: Matrix
  /// `[1, H]`.
  let bias: Matrix

  init(_ name: String, _ parameters: ParameterViews) {
    self.name = name
    weight = parameters.matrix("\(name).weight")
    bias = parameters.matrix("\(name).bias")
  }

  static func parameters(_ name: String, inputs: Int, outputs: Int) -> [Parameter] {
    [
      Parameter(
        "\(name).weight", shape: [outputs, inputs], storage: .transposed, .uniform(fanIn: inputs),
        decays: true),
      Parameter("\(name).bias", shape: [outputs], .uniform(fanIn: inputs), decays: false),
    ]
  }

  /// What a batch leaves behind besides its sparse rows, of which the weight's gradient is made.
  static func rows(_ name: String, outputs: Int) -> [RowDeclaration] {
    [RowDeclaration(Linear.gradientRows(name), columns: outputs, .fp32)]
  }

  /// `[n, H]` of the rows `[n, D]`, without the bias; each row by itself.
  func forward(_ rows: SparseMatrix, into result: Matrix) { multiply(rows, weight, into: result) }

  /// Some rows of the weight's gradient, as it is stored, a sum over rows of any number of ranks.
  ///
  /// - Parameters:
  ///   - part: of `[D, H]`, by rows.
  ///   - gradient: `[n, H]`, with respect to the outcome; `input` `[n, D]`.
  func storeWeightGradient(
    _ part: Range<Int>, of gradient: Matrix, input: SparseMatrix, into gradients: ParameterViews
  ) {
    TwoBranch.storeWeightGradient(of: input, gradient, part, into: gradients.matrix("\(name).weight"))
  }
}
