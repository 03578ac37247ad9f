/// Where each parameter stands in the one flat buffer that holds them all.
///
/// Parameters, gradients and both Adam moments have this same layout, so that reduction, norm, update, save and
/// hash are each one loop.
package struct ParameterLayout: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    /// As in PyTorch's `state_dict`: "image_branch.fc1.weight".
    package let name: String
    /// As in PyTorch: a layer's weight is `[out, in]`.
    package let shape: [Int]
    /// Elements of the flat buffer.
    package let range: Range<Int>
    package let side: Side
    package let role: Role
  }

  package enum Role: Sendable {
    /// The weight of a fully connected layer, `[out, in]`.
    case weight
    /// The same, stored `[in, out]`, so that the row of one input column is contiguous.
    case transposedWeight
    case bias
    case batchNormScale
    case batchNormShift

    package var isWeight: Bool { self == .weight || self == .transposedWeight }
  }

  package private(set) var entries: [Entry] = []
  /// Elements of the flat buffer, padding included.
  package private(set) var count = 0

  package init(_ shape: NetworkShape) {
    for side in Side.allCases {
      let branch = shape[side]
      let first: Role = branch.input == .sparse ? .transposedWeight : .weight
      append(side, "fc1.weight", [branch.hidden, branch.inputColumns], first)
      append(side, "fc1.bias", [branch.hidden], .bias)
      append(side, "bn.weight", [branch.hidden], .batchNormScale)
      append(side, "bn.bias", [branch.hidden], .batchNormShift)
      append(side, "fc2.weight", [branch.embedding, branch.hidden], .weight)
      append(side, "fc2.bias", [branch.embedding], .bias)
    }
  }

  /// Learned numbers, padding not counted.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }

  package func entry(_ side: Side, _ name: String) -> Entry {
    let full = "\(side.rawValue)_branch.\(name)"
    guard let entry = entries.first(where: { $0.name == full }) else {
      preconditionFailure("no parameter \(full)")
    }
    return entry
  }

  private mutating func append(_ side: Side, _ name: String, _ shape: [Int], _ role: Role) {
    let length = shape.reduce(1, *)
    entries.append(
      Entry(
        name: "\(side.rawValue)_branch.\(name)", shape: shape, range: count..<count + length, side: side,
        role: role))
    // Each parameter starts on a cache line of its own.
    count += (length + 15) / 16 * 16
  }
}
