/// How the gradient of some parameters comes about once the backward pass is through: a share of it at a time, by
/// whatever process; no share needs another.
package struct ParameterGradient {
  /// Those whose gradients are complete when all shares are stored.
  package let parameters: [ParameterLayout.Entry]
  /// Whether it is so large that a share is better stored piece by piece: the first can travel while the last is
  /// computed.
  package let comesInPieces: Bool
  private let body: (_ share: ParameterShare, _ piece: ParameterShare) -> Void

  package init(
    of parameters: [ParameterLayout.Entry], inPieces comesInPieces: Bool = false,
    _ body: @escaping (_ share: ParameterShare, _ piece: ParameterShare) -> Void
  ) {
    self.parameters = parameters
    self.comesInPieces = comesInPieces
    self.body = body
  }

  package func store(_ share: ParameterShare, piece: ParameterShare = .whole) {
    precondition(comesInPieces || piece == .whole, "a piece of what comes whole")
    body(share, piece)
  }

  /// This and another, which then travel together.
  func with(_ other: ParameterGradient) -> ParameterGradient {
    precondition(comesInPieces == other.comesInPieces)
    return ParameterGradient(of: parameters + other.parameters, inPieces: comesInPieces) { share, piece in
      body(share, piece)
      other.body(share, piece)
    }
  }
}
