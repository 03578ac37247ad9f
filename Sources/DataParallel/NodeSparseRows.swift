import MPI
import Tensor

/// Sparse rows of several ranks in memory that the ranks of a node share: the lengths of all rows, then all columns, then
/// all values, each list rank by rank.
final class NodeSparseRows {
  private let columns: Int
  private let bringing: Communicator
  private let window: GrowingWindow
  private var base: UnsafeMutablePointer<Float>?
  /// Of each rank that brings some.
  private var rowsOfRank: [Range<Int>] = []
  private var entriesOfRank: [Range<Int>] = []
  private var rows: Int { rowsOfRank.last?.upperBound ?? 0 }
  private var entries: Int { entriesOfRank.last?.upperBound ?? 0 }

  /// - Parameter bringing: the ranks whose rows stand here: those of the node or of all nodes.
  init(columns: Int, node: Communicator, bringing: Communicator) {
    self.columns = columns
    self.bringing = bringing
    window = GrowingWindow(node: node, for: BatchRoom.sparsePurpose)
  }

  /// Of so many rows with so many numbers that are not zero.
  static func floatCount(rows: Int, entries: Int) -> Int { rows + 2 * entries }

  /// Takes the memory for as much. A collective over the node.
  func take(floats: Int) throws { _ = try window.room(for: floats) }

  /// Brings this rank's rows. A collective over all ranks that bring some.
  func write(_ matrix: SparseMatrix) throws {
    let (rank, size) = (bringing.rank, bringing.size)
    var counts = [Int](repeating: 0, count: 2 * size)
    (counts[rank], counts[size + rank]) = (matrix.rows, matrix.values.count)
    try bringing.allReduce(&counts)
    rowsOfRank = contiguousRanges(Array(counts.prefix(size)))
    entriesOfRank = contiguousRanges(Array(counts.suffix(size)))
    let base = try window.room(for: Self.floatCount(rows: rows, entries: entries))
    self.base = base
    let lengths = integers(base, rows)
    for (row, place) in rowsOfRank[rank].enumerated() {
      lengths[place] = Int32(matrix.rowStarts[row + 1] - matrix.rowStarts[row])
    }
    let (indices, values) = (integers(base + rows, entries), base + rows + entries)
    for (entry, place) in entriesOfRank[rank].enumerated() {
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

  /// All three lists, with the part of each rank.
  var lists: [NodeCopies.List] {
    guard let base else { return [] }
    return [
      NodeCopies.List(base, parts: rowsOfRank), NodeCopies.List(base + rows, parts: entriesOfRank),
      NodeCopies.List(base + rows + entries, parts: entriesOfRank),
    ]
  }

  /// Numbers of another kind, of the same size, in the memory of floats.
  private func integers(
    _ floats: UnsafeMutablePointer<Float>, _ count: Int
  ) -> UnsafeMutableBufferPointer<Int32> {
    let place = UnsafeMutableRawPointer(floats).assumingMemoryBound(to: Int32.self)
    return UnsafeMutableBufferPointer(start: place, count: count)
  }
}
