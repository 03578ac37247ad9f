import MPI
import Tensor

/// Sparse rows of all ranks of a node in memory that they share: the lengths of all rows, then all columns, then all
/// values, each list rank by rank.
final class NodeSparseRows {
  private let columns: Int
  private let node: Communicator
  private let window: GrowingWindow
  private var base: UnsafeMutablePointer<Float>?
  private var rows = 0
  private var entries = 0

  init(columns: Int, node: Communicator) {
    self.columns = columns
    self.node = node
    window = GrowingWindow(node: node)
  }

  /// Brings this rank's rows. A collective over the node.
  func write(_ matrix: SparseMatrix) throws {
    var counts = [Int](repeating: 0, count: 2 * node.size)
    (counts[node.rank], counts[node.size + node.rank]) = (matrix.rows, matrix.values.count)
    try node.allReduce(&counts)
    let ownRows = contiguousRanges(Array(counts.prefix(node.size)))[node.rank]
    let ownEntries = contiguousRanges(Array(counts.suffix(node.size)))[node.rank]
    rows = counts.prefix(node.size).reduce(0, +)
    entries = counts.suffix(node.size).reduce(0, +)
    let base = try window.room(for: rows + 2 * entries)
    self.base = base
    let lengths = integers(base, rows)
    for (row, place) in ownRows.enumerated() {
      lengths[place] = Int32(matrix.rowStarts[row + 1] - matrix.rowStarts[row])
    }
    let (indices, values) = (integers(base + rows, entries), base + rows + entries)
    for (entry, place) in ownEntries.enumerated() {
      indices[place] = matrix.columnIndices[entry]
      values[place] = matrix.values[entry]
    }
  }

  /// The rows that all ranks have brought, once all have been at a barrier.
  func read() -> SparseMatrix {
    guard let base else { preconditionFailure("rows are read before any were written") }
    return SparseMatrix(
      columns: columns, rowLengths: integers(base, rows), columnIndices: integers(base + rows, entries),
      values: UnsafeBufferPointer(start: base + rows + entries, count: entries))
  }

  /// Numbers of another kind, of the same size, in the memory of floats.
  private func integers(
    _ floats: UnsafeMutablePointer<Float>, _ count: Int
  ) -> UnsafeMutableBufferPointer<Int32> {
    let place = UnsafeMutableRawPointer(floats).assumingMemoryBound(to: Int32.self)
    return UnsafeMutableBufferPointer(start: place, count: count)
  }
}
