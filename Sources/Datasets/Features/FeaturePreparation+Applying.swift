import Tensor

extension FeaturePreparation {
  /// Prepares one row `[D]` in place.
  package func apply(to row: UnsafeMutablePointer<Float>) {
    switch kind {
    case .none: return
    case .l2: normalize(row)
    case .standardize: standardize(row)
    }
  }

  /// Writes the prepared vectors of the items, in their order, into `target` `[items, D]`. An item may stand twice.
  package func gather(_ items: some Collection<Int>, of source: FeatureRows, into target: Matrix) {
    precondition(
      source.dimensions == dimensions, "rows of \(source.dimensions) numbers, fitted to \(dimensions)")
    precondition(target.rows == items.count && target.columns == dimensions)
    for (position, item) in items.enumerated() {
      let row = target.pointer + position * dimensions
      source.copyRow(item, into: row)
      apply(to: row)
    }
  }

  private func normalize(_ row: UnsafeMutablePointer<Float>) {
    let length = squaredLength(row).squareRoot()
    guard length > 0 else { return }
    for column in 0..<dimensions { row[column] = Float(Double(row[column]) / length) }
  }

  // Eight sums side by side: a single one would wait for each addition.
  private func squaredLength(_ row: UnsafeMutablePointer<Float>) -> Double {
    let bytes = UnsafeRawPointer(row)
    let width = 8
    var sums = SIMD8<Double>.zero
    for start in stride(from: 0, to: dimensions / width * width, by: width) {
      let values = SIMD8<Double>(
        bytes.loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD8<Float>.self))
      sums += values * values
    }
    var total = sums.sum()
    for column in dimensions / width * width..<dimensions {
      total += Double(row[column]) * Double(row[column])
    }
    return total
  }

  private func standardize(_ row: UnsafeMutablePointer<Float>) {
    mean.withUnsafeBufferPointer { mean in
      scale.withUnsafeBufferPointer { scale in
        for column in 0..<dimensions { row[column] = (row[column] - mean[column]) / scale[column] }
      }
    }
  }
}
