import Random

/// A part of the network that has parameters of its own, and declares them.
package struct Component: Equatable, Sendable {
  /// Before each of its parameters' names: "image_branch".
  package let name: String
  /// The branch that it is; nil for what stands on both.
  package let side: Side?
  /// The branch by whose learning rate it learns.
  package let learningRateSide: Side
  /// Of the random numbers that it begins with.
  let purpose: RandomPurpose
  package let parameters: [Parameter]

  package static func name(of side: Side) -> String { "\(side.rawValue)_branch" }
  package static let headName = "head"
}

extension NetworkShape {
  /// In the order of the flat buffer.
  package var components: [Component] {
    Side.allCases.map { self[$0].component($0) } + (head.map { [$0.component] } ?? [])
  }
}

extension BranchShape {
  func component(_ side: Side) -> Component {
    Component(
      name: Component.name(of: side), side: side, learningRateSide: side,
      purpose: side == .image ? .imageParameters : .textParameters, parameters: Branch.parameters(self))
  }
}

extension HeadShape {
  var component: Component {
    Component(
      name: Component.headName, side: nil, learningRateSide: .image, purpose: .headParameters,
      parameters: SimilarityHead.parameters(self))
  }
}
