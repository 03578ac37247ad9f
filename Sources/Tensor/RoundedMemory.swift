/// Memory for the rounded copy of a matrix whose size changes from step to step.
package final class RoundedMemory {
  private let memory = ReusedMemory()

  package init() {}

  /// The numbers of a matrix as bfloat16, valid until the next ones are asked for.
  package func round(_ matrix: Matrix) -> BFloat16Matrix {
    // Two numbers stand in the place of a float.
    let room = memory.matrix(rows: 1, columns: (matrix.count + 1) / 2)
    let halves = UnsafeMutableRawPointer(room.pointer).assumingMemoryBound(to: UInt16.self)
    let rounded = BFloat16Matrix(
      rows: matrix.rows, columns: matrix.columns, pointer: halves, owner: room.owner)
    rounded.round(matrix)
    return rounded
  }
}
