import Tensor

/// Memory for the activations of one branch, or of one part of the head, kept from step to step: fresh pages each step would cost more than the
/// passes that fill them.
package final class BranchWorkspace {
  private var buffers: [Role: FloatBuffer] = [:]

  enum Role {
    case preactivation, activation, hiddenGradient, norms, scores
  }

  package init() {}

  /// A matrix with undefined contents, valid until the same role is asked for again.
  func matrix(_ role: Role, rows: Int, columns: Int) -> Matrix {
    let count = rows * columns
    var buffer = buffers[role]
    if buffer == nil || buffer.map({ $0.count < count }) == true {
      buffer = FloatBuffer(count: count)
      buffers[role] = buffer
    }
    guard let buffer else { preconditionFailure("no buffer") }
    return Matrix(rows: rows, columns: columns, pointer: buffer.pointer, owner: buffer)
  }
}
