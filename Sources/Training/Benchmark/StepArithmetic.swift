import DataParallel
import Tensor

/// How exactly a benchmark's steps compute.
package struct StepArithmetic: Codable, Sendable {
  /// Of the products.
  package let precision: Precision
  /// Of gradients between nodes.
  package let wire: WireFormat

  package init(precision: Precision, wire: WireFormat) {
    self.precision = precision
    self.wire = wire
  }
}
