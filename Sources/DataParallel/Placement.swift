import MPI
import Tensor
import TwoBranch

/// Where the rows of one step stand in the memory of a node.
///
/// Shapes: n rows of this rank, m of all ranks of the node, D input columns, H hidden, E embedding.
package struct Placement {
  let shape: NetworkShape
  let layout: Layout
  let base: UnsafeMutablePointer<Float>
  /// Within the node.
  let rank: Int
  let owner: AnyObject

  /// Both branches' lists of floats, one behind the other, each on cache lines of its own.
  struct Layout {
    /// Rows of each rank of the node, one rank after the other.
    let rows: Sides<[Range<Int>]>
    private(set) var starts: Sides<Starts>
    private(set) var count = 0

    struct Starts {
      /// Unused where the input is sparse.
      var input = 0
      var activation = 0
      var hiddenGradient = 0
      var embeddingGradient = 0
    }

    /// - Parameter rows: of each rank of the node.
    init(_ shape: NetworkShape, rows: Sides<[Int]>) {
      self.rows = rows.map { contiguousRanges($0) }
      starts = Sides(image: Starts(), text: Starts())
      for side in Side.allCases {
        let branch = shape[side]
        let total = rows[side].reduce(0, +)
        let inputs = branch.input == .dense ? branch.inputColumns : 0
        starts[side].input = append(total * inputs)
        starts[side].activation = append(total * branch.hidden)
        starts[side].hiddenGradient = append(total * branch.hidden)
        starts[side].embeddingGradient = append(total * branch.embedding)
      }
    }

    private mutating func append(_ floats: Int) -> Int {
      defer { count += (floats + 15) / 16 * 16 }
      return count
    }
  }

  /// `[n, D]`, where this rank's inputs go; nil where the branch reads sparse rows.
  package func input(_ side: Side) -> Matrix? {
    shape[side].input == .dense ? allInputs(side).rows(layout.rows[side][rank]) : nil
  }

  /// This rank's rows, on their way through the branches.
  func own(_ inputs: Sides<BranchInput>) -> Sides<BranchRows> {
    func rows(_ side: Side) -> BranchRows {
      self.rows(side, layout.rows[side][rank], input(side).map(BranchInput.dense) ?? inputs[side])
    }
    return Sides(image: rows(.image), text: rows(.text))
  }

  /// The rows of all ranks.
  ///
  /// - Parameter sparse: their inputs, where those are sparse.
  func all(sparse: Sides<SparseMatrix?>) -> Sides<BranchRows> {
    func rows(_ side: Side) -> BranchRows {
      let input = sparse[side].map(BranchInput.sparse) ?? .dense(allInputs(side))
      return self.rows(side, 0..<count(side), input)
    }
    return Sides(image: rows(.image), text: rows(.text))
  }

  private func rows(_ side: Side, _ range: Range<Int>, _ input: BranchInput) -> BranchRows {
    let (branch, starts) = (shape[side], layout.starts[side])
    func part(_ start: Int, _ columns: Int) -> Matrix { matrix(side, start, columns).rows(range) }
    return BranchRows(
      input: input, activation: part(starts.activation, branch.hidden),
      hiddenGradient: part(starts.hiddenGradient, branch.hidden),
      embeddingGradient: part(starts.embeddingGradient, branch.embedding))
  }

  private func allInputs(_ side: Side) -> Matrix {
    matrix(side, layout.starts[side].input, shape[side].inputColumns)
  }

  private func count(_ side: Side) -> Int { layout.rows[side].last?.upperBound ?? 0 }

  private func matrix(_ side: Side, _ start: Int, _ columns: Int) -> Matrix {
    Matrix(rows: count(side), columns: columns, pointer: base + start, owner: owner)
  }
}
