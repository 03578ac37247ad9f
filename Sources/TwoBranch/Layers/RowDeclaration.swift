import Tensor

/// Rows that a layer needs again when its weight's gradient is computed: a list that a batch leaves behind, one row an
/// item. Whoever has the memory places it.
package struct RowDeclaration: Equatable, Sendable {
  /// Within the component: "fc2.input".
  package let name: String
  package let columns: Int
  /// As products read them.
  package let precision: Precision

  package init(_ name: String, columns: Int, _ precision: Precision) {
    self.name = name
    self.columns = columns
    self.precision = precision
  }
}
