import MPI
import Tensor

extension Matrix {
  /// A matrix of rank 0 on all ranks. A collective.
  ///
  /// - Parameters:
  ///   - matrix: `[rows, columns]` on rank 0.
  ///   - communicator: nil for a process of its own.
  static func shared(
    _ matrix: Matrix?, rows: Int, columns: Int, _ communicator: Communicator?
  ) throws -> Matrix {
    let result = matrix ?? Matrix(rows: rows, columns: columns)
    try communicator?.broadcast(result.pointer, count: result.count)
    return result
  }
}
