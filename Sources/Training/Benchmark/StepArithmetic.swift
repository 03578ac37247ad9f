import DataParallel

/// How exactly a benchmark's steps compute.
package struct StepArithmetic: Codable, Sendable {
  /// Of the products.
  package let precision: PrecisionChoice
  /// Of gradients between nodes.
  package let wire: WireFormat

  package init(precision: PrecisionChoice, wire: WireFormat) {
    self.precision = precision
    self.wire = wire
  }
}
