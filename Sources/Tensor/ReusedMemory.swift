/// Memory for a matrix whose size changes from step to step: fresh pages each step would cost more than the passes
/// that fill them.
package final class ReusedMemory {
  private var buffer = FloatBuffer(count: 0)

  package init() {}

  /// A matrix with undefined contents, valid until the next one is asked for.
  package func matrix(rows: Int, columns: Int) -> Matrix {
    if buffer.count < rows * columns { buffer = FloatBuffer(count: rows * columns) }
    return Matrix(rows: rows, columns: columns, pointer: buffer.pointer, owner: buffer)
  }
}
