import CKernels
import Tensor

/// A fully connected layer: `x W^T + b`.
///
/// Shapes: n rows, D input columns, H output columns.
struct Linear {
  let name: String
  /// `[H, D]`.
  let weight: Matrix
  /// `[1, H]`.
  let bias: Matrix
  /// The weight as the products of training read it.
  private let operand: Factor

  init(_ name: String, _ parameters: ParameterViews) {
    self.name = name
    weight = parameters.matrix("\(name).weight")
    bias = parameters.matrix("\(name).bias")
    operand = parameters.operand("\(name).weight")
  }

  static func parameters(_ name: String, inputs: Int, outputs: Int) -> [Parameter] {
    [
      Parameter("\(name).weight", shape: [outputs, inputs], .uniform(fanIn: inputs), decays: true),
      Parameter("\(name).bias", shape: [outputs], .uniform(fanIn: inputs), decays: false),
    ]
  }

  /// `[n, H]` of the rows `[n, D]`, without the bias; each block by a product of its own.
  func forward(_ rows: Factor, _ blocks: [Range<Int>], into result: Matrix) {
    multiplyRows(rows, blocks, .transposed(operand), into: result)
  }

  /// The same in single precision, whatever training reads.
  func infer(_ rows: Factor, into result: Matrix) {
    multiplyRows(rows, [0..<rows.rows], .transposed(.single(weight)), into: result)
  }

  func addBias(to result: Matrix) {
    tbn_add_bias(result.pointer, result.rows, result.columns, bias.pointer)
  }

  /// `[n, D]`: the gradient with respect to the rows.
  ///
  /// - Parameter gradient: `[n, H]`, with respect to the outcome.
  func backward(_ gradient: Factor, _ blocks: [Range<Int>], into inputGradient: Matrix) {
    multiplyRows(gradient, blocks, .plain(operand), into: inputGradient)
  }

  /// What a batch leaves behind, of which the weight's gradient is made.
  static func rows(_ name: String, inputs: Int, outputs: Int, _ precision: Precision) -> [RowDeclaration] {
    [
      RowDeclaration(inputRows(name), columns: inputs, precision),
      RowDeclaration(gradientRows(name), columns: outputs, precision),
    ]
  }

  /// `[n, D]`.
  static func inputRows(_ name: String) -> String { "\(name).input" }
  /// `[n, H]`, with respect to the outcome.
  static func gradientRows(_ name: String) -> String { "\(name).gradient" }

  var inputRows: String { Self.inputRows(name) }
  var gradientRows: String { Self.gradientRows(name) }

  /// Some rows of the weight's gradient, a sum over rows of any number of ranks.
  ///
  /// - Parameters:
  ///   - part: of `[H, D]`, by rows.
  ///   - gradient: `[n, H]`, with respect to the outcome; `input` `[n, D]`.
  func storeWeightGradient(
    _ part: Range<Int>, of gradient: Factor, input: Factor, into gradients: ParameterViews
  ) {
    multiply(
      .transposed(gradient, columns: part), .plain(input),
      into: gradients.matrix("\(name).weight").rows(part))
  }

  /// A share of the bias's gradient.
  ///
  /// - Parameter sums: `[H]`, the column sums of the gradient with respect to the outcome.
  func storeBiasGradient(_ sums: [Double], _ share: ParameterShare, into gradients: ParameterViews) {
    let gradient = gradients.matrix("\(name).bias")
    for column in share.rows(of: sums.count) { gradient[0, column] = Float(sums[column]) }
  }

  /// Both gradients: of the weight from rows of any number of ranks, of the bias from the column sums `[H]`.
  func gradient(
    _ rows: SavedRows, biasSums: [Double], into gradients: ParameterViews
  ) -> ParameterGradient {
    let entries = ["weight", "bias"].map { gradients.entry("\(name).\($0)") }
    return ParameterGradient(of: entries) { share, _ in
      storeWeightGradient(
        share.rows(of: weight.rows), of: rows[gradientRows], input: rows[inputRows], into: gradients)
      storeBiasGradient(biasSums, share, into: gradients)
    }
  }
}
