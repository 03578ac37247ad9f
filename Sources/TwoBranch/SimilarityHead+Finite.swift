import Tensor

extension SimilarityHead {
  /// The first parameter or running estimate that is NaN or an infinity: its name in a checkpoint, its place there, and
  /// the number.
  package func firstNotFinite() -> (name: String, place: Int, value: Float)? {
    let layers = [
      (number: 1, parameters: parameters.first, running: running.first),
      (number: 2, parameters: parameters.second, running: running.second),
    ]
    for (number, parameters, running) in layers {
      let found =
        parameters.weight.firstNotFinite("head.fc\(number).weight")
        ?? parameters.bias.firstNotFinite("head.fc\(number).bias")
        ?? parameters.batchNormScale.firstNotFinite("head.bn\(number).weight")
        ?? parameters.batchNormShift.firstNotFinite("head.bn\(number).bias")
        ?? Matrix([running.mean]).firstNotFinite("head.bn\(number).running_mean")
        ?? Matrix([running.variance]).firstNotFinite("head.bn\(number).running_var")
      if let found { return found }
    }
    return parameters.scoreWeight.firstNotFinite("head.fc3.weight")
      ?? parameters.scoreBias.firstNotFinite("head.fc3.bias")
  }
}

extension Matrix {
  fileprivate func firstNotFinite(_ name: String) -> (name: String, place: Int, value: Float)? {
    withExtendedLifetime(self) {
      elements.firstIndex { !$0.isFinite }.map { (name: name, place: $0, value: pointer[$0]) }
    }
  }
}
