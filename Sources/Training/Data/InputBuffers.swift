import Tensor
import TwoBranch

/// Memory for the dense inputs of both branches, used again for batch after batch.
package final class InputBuffers {
  private var buffers = Sides(image: FloatBuffer(count: 0), text: FloatBuffer(count: 0))

  package init() {}

  /// A matrix of any content, valid until the next one for the same side.
  func matrix(_ side: Side, rows: Int, columns: Int) -> Matrix {
    if buffers[side].count < rows * columns { buffers[side] = FloatBuffer(count: rows * columns) }
    return Matrix(rows: rows, columns: columns, pointer: buffers[side].pointer, owner: buffers[side])
  }
}
