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
    /// The branch it belongs to; nil for the similarity network's head.
    package let side: Side?
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
    if let head = shape.head { append(head) }
  }

  /// The part of the flat buffer that holds the head; empty where there is none.
  package var headRange: Range<Int> {
    (entries.first { $0.side == nil }?.range.lowerBound ?? count)..<count
  }

  /// Learned numbers, padding not counted.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }

  package func entry(_ side: Side, _ name: String) -> Entry {
    entry("\(side.rawValue)_branch.\(name)")
  }

  /// The entry of a whole name.
  package func entry(_ name: String) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      preconditionFailure("no parameter \(name)")
    }
    return entry
  }

  private mutating func append(_ head: HeadShape) {
    let widths = [head.embedding, head.hidden, head.output]
    for layer in 1...2 {
      append(nil, "fc\(layer).weight", [widths[layer], widths[layer - 1]], .weight)
      append(nil, "fc\(layer).bias", [widths[layer]], .bias)
      append(nil, "bn\(layer).weight", [widths[layer]], .batchNormScale)
      append(nil, "bn\(layer).bias", [widths[layer]], .batchNormShift)
    }
    append(nil, "fc3.weight", [1, head.output], .weight)
    append(nil, "fc3.bias", [1], .bias)
  }

  private mutating func append(_ side: Side?, _ name: String, _ shape: [Int], _ role: Role) {
    let length = shape.reduce(1, *)
    let part = side.map { "\($0.rawValue)_branch" } ?? "head"
    entries.append(
      Entry(
        name: "\(part).\(name)", shape: shape, range: count..<count + length, side: side, role: role))
    // Each parameter starts on a cache line of its own.
    count += (length + 15) / 16 * 16
  }
}
