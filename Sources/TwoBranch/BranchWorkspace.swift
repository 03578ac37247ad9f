import Tensor

/// Memory for the intermediate numbers of one branch, or of one part of the head, kept from step to step.
package final class BranchWorkspace {
  private var memory: [Role: ReusedMemory] = [:]

  enum Role {
    case preactivation, activation, hiddenGradient, norms, scores
  }

  package init() {}

  /// A matrix with undefined contents, valid until the same role is asked for again.
  func matrix(_ role: Role, rows: Int, columns: Int) -> Matrix {
    let memory = self.memory[role] ?? ReusedMemory()
    self.memory[role] = memory
    return memory.matrix(rows: rows, columns: columns)
  }
}
