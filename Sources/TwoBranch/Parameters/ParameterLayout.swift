/// Where each parameter stands in the one flat buffer that holds them all.
///
/// Parameters, gradients and both Adam moments have this same layout, so that reduction, norm, update, save and
/// hash are each one loop.
package struct ParameterLayout: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package let component: Component
    package let parameter: Parameter
    /// As in PyTorch's `state_dict`: "image_branch.fc1.weight".
    package let name: String
    /// Elements of the flat buffer.
    package let range: Range<Int>

    /// As in PyTorch: a layer's weight is `[out, in]`.
    package var shape: [Int] { parameter.shape }
    /// The branch it belongs to; nil for the similarity network's head.
    package var side: Side? { component.side }
    package var isTransposed: Bool { parameter.storage == .transposed }
  }

  package private(set) var entries: [Entry] = []
  /// Elements of the flat buffer, padding included.
  package private(set) var count = 0

  package init(_ shape: NetworkShape) { self.init(shape.components) }

  /// - Parameter components: of different names.
  package init(_ components: [Component]) {
    for component in components {
      for parameter in component.parameters { append(parameter, of: component) }
    }
    precondition(Set(entries.map(\.name)).count == entries.count, "two parameters of one name")
  }

  /// The part of the flat buffer that holds the head; empty where there is none.
  package var headRange: Range<Int> {
    (entries.first { $0.side == nil }?.range.lowerBound ?? count)..<count
  }

  /// Learned numbers, padding not counted.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }

  package func entry(_ side: Side, _ name: String) -> Entry {
    entry("\(Component.name(of: side)).\(name)")
  }

  /// The entry of a whole name.
  package func entry(_ name: String) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      preconditionFailure("no parameter \(name)")
    }
    return entry
  }

  private mutating func append(_ parameter: Parameter, of component: Component) {
    let length = parameter.shape.reduce(1, *)
    entries.append(
      Entry(
        component: component, parameter: parameter, name: "\(component.name).\(parameter.name)",
        range: count..<count + length))
    // Each parameter starts on a cache line of its own.
    count += (length + 15) / 16 * 16
  }
}
