/// Some of the memory that the ranks of a node share.
package struct SharedMemoryUse: Equatable, Sendable {
  package let bytes: Int
  /// "the rows of a batch".
  package let purpose: String

  package init(bytes: Int, purpose: String) {
    self.bytes = bytes
    self.purpose = purpose
  }
}
