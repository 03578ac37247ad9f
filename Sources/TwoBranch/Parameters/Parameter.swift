/// A parameter as the layer that learns it declares it. Where it stands in the flat buffer is the layout's business.
package struct Parameter: Equatable, Sendable {
  /// Within its component, as in PyTorch's `state_dict`: "fc1.weight".
  package let name: String
  /// As in PyTorch: a vector `[count]`, or a weight `[out, in]`.
  package let shape: [Int]
  package let storage: Storage
  package let initialization: Initialization
  /// Whether weight decay applies.
  package let decays: Bool

  package enum Storage: Sendable {
    /// As its shape says.
    case plain
    /// A weight as `[in, out]`, so that the row of one input column is contiguous. Products always read it in single
    /// precision.
    case transposed
  }

  /// The values of an untrained network.
  package enum Initialization: Equatable, Sendable {
    /// Uniform in +-1/sqrt(inputs of the layer).
    case uniform(fanIn: Int)
    case constant(Float)
  }

  package init(
    _ name: String, shape: [Int], storage: Storage = .plain, _ initialization: Initialization, decays: Bool
  ) {
    precondition(shape.count == 1 || shape.count == 2, "\(name) of shape \(shape)")
    precondition(storage == .plain || shape.count == 2, "\(name) is no weight that can be turned")
    self.name = name
    self.shape = shape
    self.storage = storage
    self.initialization = initialization
    self.decays = decays
  }
}
