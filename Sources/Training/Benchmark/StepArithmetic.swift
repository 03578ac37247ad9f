import DataParallel

/// How exactly a benchmark's steps compute.
package struct StepArithmetic: Codable, Sendable {
  /// Of gradients between nodes.
  package let wire: WireFormat

  package init(wire: WireFormat) {
    self.wire = wire
  }
}
