import MPI

/// One stretch of memory for all ranks of a node, made anew when more is asked for than it has.
final class GrowingWindow {
  private let node: Communicator
  private let purpose: String
  private var window: SharedWindow?
  private var capacity = 0

  /// - Parameter purpose: for a person: "the rows of a batch".
  init(node: Communicator, for purpose: String) {
    self.node = node
    self.purpose = purpose
  }

  /// Room for some floats, with undefined contents. A collective over the node; all ranks ask for the same count.
  ///
  /// What was given before is gone if the memory grows.
  ///
  /// - Throws: where the node cannot give it.
  func room(for count: Int) throws -> UnsafeMutablePointer<Float> {
    if let window, count <= capacity { return window.part(of: 0) }
    window = nil
    capacity = Self.capacity(for: count)
    let larger = try SharedWindow(count: node.isRoot ? capacity : 0, node: node, for: purpose)
    window = larger
    return larger.part(of: 0)
  }

  /// Floats that are taken where so many are asked for: batches differ, and growing costs time.
  static func capacity(for count: Int) -> Int { count + count / 4 }
}
