import MPI
import Tensor
import TwoBranch

/// Where the rows of one step stand in the memory of a node. Valid until the next step's are placed.
package struct Placement {
  let sides: Sides<Layout>
  let base: UnsafeMutablePointer<Float>
  /// Within the node.
  let rank: Int
  let owner: AnyObject

  /// The places of one branch's rows: floats from the beginning of the memory, each list on cache lines of its own.
  struct Layout {
    let shape: BranchShape
    /// Rows of each rank of the node, one rank after the other.
    let rows: [Range<Int>]
    /// Non-zeros of each rank, likewise; nil for dense input.
    let nonZeros: [Range<Int>]?
    let input, activation, hiddenGradient, embeddingGradient, end: Int

    init(_ shape: BranchShape, rows: [Int], nonZeros: [Int]?, start: Int) {
      self.shape = shape
      self.rows = contiguousRanges(rows)
      self.nonZeros = nonZeros.map { contiguousRanges($0) }
      let count = rows.reduce(0, +)
      let inputs = nonZeros.map { count + 2 * $0.reduce(0, +) } ?? count * shape.inputColumns
      input = start
      activation = Self.aligned(input + inputs)
      hiddenGradient = Self.aligned(activation + count * shape.hidden)
      embeddingGradient = Self.aligned(hiddenGradient + count * shape.hidden)
      end = Self.aligned(embeddingGradient + count * shape.embedding)
    }

    var count: Int { rows.last?.upperBound ?? 0 }

    private static func aligned(_ place: Int) -> Int { (place + 15) / 16 * 16 }
  }

  /// This rank's rows, on their way through the branches.
  func own(_ inputs: Sides<BranchInput>) -> Sides<BranchRows> {
    func rows(_ side: Side) -> BranchRows {
      let own = sides[side].rows[rank]
      switch inputs[side] {
      case .dense: return self.rows(side, own, .dense(dense(side).rows(own)))
      case .sparse: return self.rows(side, own, inputs[side])
      }
    }
    return Sides(image: rows(.image), text: rows(.text))
  }

  /// The rows of all ranks of the node, once every rank has been at a barrier since it wrote what is read of them.
  func all() -> Sides<BranchRows> {
    func rows(_ side: Side) -> BranchRows {
      let layout = sides[side]
      let input: BranchInput = layout.nonZeros == nil ? .dense(dense(side)) : .sparse(sparse(side))
      return self.rows(side, 0..<layout.count, input)
    }
    return Sides(image: rows(.image), text: rows(.text))
  }

  func write(_ input: BranchInput, _ side: Side) {
    switch input {
    case .dense(let matrix):
      let place = dense(side).rows(sides[side].rows[rank])
      if place.pointer != matrix.pointer { place.copy(from: matrix) }
    case .sparse(let matrix): write(matrix, side)
    }
  }

  private func rows(_ side: Side, _ range: Range<Int>, _ input: BranchInput) -> BranchRows {
    let layout = sides[side]
    func part(_ start: Int, _ columns: Int) -> Matrix { matrix(start, layout.count, columns).rows(range) }
    return BranchRows(
      input: input, activation: part(layout.activation, layout.shape.hidden),
      hiddenGradient: part(layout.hiddenGradient, layout.shape.hidden),
      embeddingGradient: part(layout.embeddingGradient, layout.shape.embedding))
  }

  private func dense(_ side: Side) -> Matrix {
    matrix(sides[side].input, sides[side].count, sides[side].shape.inputColumns)
  }

  private func matrix(_ start: Int, _ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, pointer: base + start, owner: owner)
  }
}

// Sparse rows: the lengths of all rows, then all columns, then all values.
extension Placement {
  private func write(_ matrix: SparseMatrix, _ side: Side) {
    let layout = sides[side]
    guard let nonZeros = layout.nonZeros else { preconditionFailure("sparse rows for a dense branch") }
    let lengths = integers(layout.input, layout.count)
    let first = layout.rows[rank].lowerBound
    for row in 0..<matrix.rows {
      lengths[first + row] = Int32(matrix.rowStarts[row + 1] - matrix.rowStarts[row])
    }
    let start = layout.input + layout.count
    let total = nonZeros.last?.upperBound ?? 0
    let columns = integers(start, total)
    let values = base + start + total
    for (entry, place) in nonZeros[rank].enumerated() {
      columns[place] = matrix.columnIndices[entry]
      values[place] = matrix.values[entry]
    }
  }

  private func sparse(_ side: Side) -> SparseMatrix {
    let layout = sides[side]
    let total = layout.nonZeros?.last?.upperBound ?? 0
    let start = layout.input + layout.count
    return SparseMatrix(
      columns: layout.shape.inputColumns, rowLengths: integers(layout.input, layout.count),
      columnIndices: integers(start, total),
      values: UnsafeBufferPointer(start: base + start + total, count: total))
  }

  /// Numbers of another kind, of the same size, in the memory of floats.
  private func integers(_ start: Int, _ count: Int) -> UnsafeMutableBufferPointer<Int32> {
    let place = UnsafeMutableRawPointer(base + start).assumingMemoryBound(to: Int32.self)
    return UnsafeMutableBufferPointer(start: place, count: count)
  }
}
