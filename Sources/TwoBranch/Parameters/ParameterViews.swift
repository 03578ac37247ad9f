import Tensor

/// One component's parameters, or their gradients, where they stand in a flat buffer.
package struct ParameterViews {
  private let entries: [ParameterLayout.Entry]
  private let flat: UnsafeMutablePointer<Float>
  private let rounded: UnsafeMutablePointer<UInt16>?
  private let owner: AnyObject?

  /// - Parameters:
  ///   - component: by its name.
  ///   - flat: `layout.count` floats that outlive the views or are kept alive by `owner`.
  ///   - rounded: the same as bfloat16, for the products of training; nil: they read the floats.
  package init(
    _ layout: ParameterLayout, _ component: String, flat: UnsafeMutablePointer<Float>,
    rounded: UnsafeMutablePointer<UInt16>? = nil, owner: AnyObject?
  ) {
    entries = layout.entries.filter { $0.component.name == component }
    precondition(!entries.isEmpty, "no component \(component)")
    self.flat = flat
    self.rounded = rounded
    self.owner = owner
  }

  /// A vector as `[1, count]`, a transposed weight as `[in, out]`.
  func matrix(_ name: String) -> Matrix { entry(name).stored(in: flat, owner: owner) }

  /// A weight `[out, in]` as the products of training read it.
  func operand(_ name: String) -> Factor {
    let entry = entry(name)
    guard let rounded else { return .single(entry.stored(in: flat, owner: owner)) }
    return entry.rounded(in: rounded, owner: owner)
  }

  /// Of the name within the component.
  func entry(_ name: String) -> ParameterLayout.Entry {
    guard let entry = entries.first(where: { $0.parameter.name == name }) else {
      preconditionFailure("no parameter \(name) in \(entries[0].component.name)")
    }
    return entry
  }
}

extension ParameterLayout.Entry {
  /// The parameter as it stands in a flat buffer: a vector as `[1, count]`, a transposed weight as `[in, out]`.
  package func stored(in flat: UnsafeMutablePointer<Float>, owner: AnyObject?) -> Matrix {
    var dimensions = shape.count == 1 ? [1, shape[0]] : shape
    if isTransposed { dimensions.reverse() }
    return Matrix(
      rows: dimensions[0], columns: dimensions[1], pointer: flat + range.lowerBound, owner: owner)
  }

  /// A weight `[out, in]` as it stands in a flat buffer of bfloat16 numbers.
  func rounded(in flat: UnsafeMutablePointer<UInt16>, owner: AnyObject?) -> Factor {
    precondition(shape.count == 2 && !isTransposed, "\(name) is no weight that products read")
    return .bfloat16(
      BFloat16Matrix(rows: shape[0], columns: shape[1], pointer: flat + range.lowerBound, owner: owner))
  }
}
