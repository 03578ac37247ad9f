import CKernels
import Tensor

extension FeaturePreparation {
  /// Reads the vectors of the items, in their order, and writes them prepared into `target` `[items, D]`. An item may
  /// stand twice.
  ///
  /// - Throws: when their file has become shorter or cannot be read.
  package func gather(_ items: some Collection<Int>, of source: FeatureRows, into target: Matrix) throws {
    precondition(
      source.dimensions == dimensions, "rows of \(source.dimensions) numbers, fitted to \(dimensions)")
    precondition(target.rows == items.count && target.columns == dimensions)
    try source.read(items) { place, row in prepare(row, into: target.pointer + place * dimensions) }
  }

  private func prepare(_ row: StoredRow, into target: UnsafeMutablePointer<Float>) {
    switch kind {
    case .none: row.copy(into: target)
    case .standardize: row.standardize(mean: mean, scale: scale, into: target)
    case .l2:
      row.copy(into: target)
      tbn_to_unit_length(target, dimensions)
    }
  }
}
