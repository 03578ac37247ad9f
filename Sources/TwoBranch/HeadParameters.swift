import Tensor

/// Views of the head's parameters, or of their gradients, in the flat buffer.
package struct HeadParameters {
  let first: NormalizedLayer.Parameters
  let second: NormalizedLayer.Parameters
  /// `[1, output]`.
  let scoreWeight: Matrix
  /// `[1, 1]`.
  let scoreBias: Matrix

  /// - Parameters:
  ///   - layout: of a network with a head.
  ///   - flat: `layout.count` floats that outlive the views or are kept alive by `owner`.
  package init(_ layout: ParameterLayout, flat: UnsafeMutablePointer<Float>, owner: AnyObject?) {
    func view(_ name: String) -> Matrix { layout.entry("head.\(name)").stored(in: flat, owner: owner) }
    func layer(_ number: Int) -> NormalizedLayer.Parameters {
      NormalizedLayer.Parameters(
        weight: view("fc\(number).weight"), bias: view("fc\(number).bias"),
        batchNormScale: view("bn\(number).weight"), batchNormShift: view("bn\(number).bias"))
    }
    first = layer(1)
    second = layer(2)
    scoreWeight = view("fc3.weight")
    scoreBias = view("fc3.bias")
  }
}

/// The weights of the head's normalised layers as bfloat16.
package struct HeadWeights {
  let first: Factor
  let second: Factor

  /// - Parameter flat: the flat buffer of all parameters as bfloat16, kept alive by `owner`.
  package init(_ layout: ParameterLayout, flat: UnsafeMutablePointer<UInt16>, owner: AnyObject?) {
    func factor(_ name: String) -> Factor { layout.entry("head.\(name)").rounded(in: flat, owner: owner) }
    first = factor("fc1.weight")
    second = factor("fc2.weight")
  }
}

/// Running estimates of the head's two batch normalisations.
package struct HeadStatistics: Codable, Equatable, Sendable {
  package var first: RunningStatistics
  package var second: RunningStatistics

  package var all: [RunningStatistics] { [first, second] }

  package init(first: RunningStatistics, second: RunningStatistics) {
    self.first = first
    self.second = second
  }

  package init(_ shape: HeadShape) {
    self.init(
      first: RunningStatistics(columns: shape.hidden), second: RunningStatistics(columns: shape.output))
  }
}
