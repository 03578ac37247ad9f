import MPI

/// One stretch of memory for all ranks of a node, made anew when more is asked for than it has.
final class GrowingWindow {
  private let node: Communicator
  private var window: SharedWindow?
  private var capacity = 0

  init(node: Communicator) {
    self.node = node
  }

  /// Room for some floats, with undefined contents. A collective over the node; all ranks ask for the same count.
  ///
  /// What was given before is gone if the memory grows.
  func room(for count: Int) throws -> UnsafeMutablePointer<Float> {
    if let window, count <= capacity { return try window.part(of: 0) }
    try window?.free()
    capacity = count + count / 4
    let larger = try SharedWindow(count: node.isRoot ? capacity : 0, node: node)
    window = larger
    return try larger.part(of: 0)
  }
}
