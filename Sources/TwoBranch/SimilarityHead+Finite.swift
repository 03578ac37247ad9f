import Tensor

extension SimilarityHead {
  /// The first parameter or running estimate that is NaN or an infinity: its name in a checkpoint, its place there, and
  /// the number.
  package func firstNotFinite() -> (name: String, place: Int, value: Float)? {
    for (layer, running) in [(first, running.first), (second, running.second)] {
      let (linear, normalization) = (layer.linear, layer.normalization)
      let found =
        linear.weight.firstNotFinite("head.\(linear.name).weight")
        ?? linear.bias.firstNotFinite("head.\(linear.name).bias")
        ?? normalization.scale.firstNotFinite("head.\(normalization.name).weight")
        ?? normalization.shift.firstNotFinite("head.\(normalization.name).bias")
        ?? Matrix([running.mean]).firstNotFinite("head.\(normalization.name).running_mean")
        ?? Matrix([running.variance]).firstNotFinite("head.\(normalization.name).running_var")
      if let found { return found }
    }
    return last.weight.firstNotFinite("head.\(last.name).weight")
      ?? last.bias.firstNotFinite("head.\(last.name).bias")
  }
}

extension Matrix {
  fileprivate func firstNotFinite(_ name: String) -> (name: String, place: Int, value: Float)? {
    withExtendedLifetime(self) {
      elements.firstIndex { !$0.isFinite }.map { (name: name, place: $0, value: pointer[$0]) }
    }
  }
}
