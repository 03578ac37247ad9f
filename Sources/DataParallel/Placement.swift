import MPI
import Tensor
import TwoBranch

/// Where the rows of one step stand in the memory of a node.
///
/// Shapes: n rows of this rank, D input columns, H hidden, E embedding.
package struct Placement {
  let shape: NetworkShape
  let precision: Precision
  let layout: Layout
  let base: UnsafeMutablePointer<Float>
  /// This rank's place among those whose rows stand here.
  let rank: Int
  /// Of this rank's rows, counted from the first of them.
  let blocks: Sides<[Range<Int>]>
  let owner: AnyObject

  /// One list of rows in the memory.
  struct Block {
    /// In floats from the beginning.
    var start = 0
    var columns = 0
    var precision = Precision.fp32
  }

  /// Both branches' lists, one behind the other, each on cache lines of its own.
  struct Layout {
    /// Rows of each rank that brings some, one rank after the other.
    let rows: Sides<[Range<Int>]>
    private(set) var blocks = Sides(image: Blocks(), text: Blocks())
    /// Floats of all.
    private(set) var count = 0

    struct Blocks {
      /// Without columns where the input is sparse.
      var input = Block()
      var activation = Block()
      var hiddenGradient = Block()
      var embeddingGradient = Block()
    }

    /// - Parameter rows: of each rank that brings some.
    init(_ shape: NetworkShape, _ precision: Precision, rows: Sides<[Int]>) {
      self.rows = rows.map { contiguousRanges($0) }
      for side in Side.allCases {
        let (branch, total) = (shape[side], rows[side].reduce(0, +))
        let isDense = branch.input == .dense
        blocks[side].input = append(total, isDense ? branch.inputColumns : 0, precision)
        blocks[side].activation = append(total, branch.hidden, precision)
        // Sparse products are of single precision.
        blocks[side].hiddenGradient = append(total, branch.hidden, isDense ? precision : .fp32)
        blocks[side].embeddingGradient = append(total, branch.embedding, precision)
      }
    }

    private mutating func append(_ rows: Int, _ columns: Int, _ precision: Precision) -> Block {
      let numbers = rows * columns
      let floats = precision == .fp32 ? numbers : (numbers + 1) / 2
      defer { count += (floats + 15) / 16 * 16 }
      return Block(start: count, columns: columns, precision: precision)
    }
  }

  /// `[n, D]`, where this rank's inputs go; nil where the branch reads sparse rows.
  func input(_ side: Side) -> Factor? {
    shape[side].input == .dense ? factor(side, \.input).rows(layout.rows[side][rank]) : nil
  }

  /// This rank's rows.
  func own(_ side: Side, _ given: BranchInput) -> BranchFactors {
    factors(side, layout.rows[side][rank], input(side).map(InputFactor.dense) ?? given.factor)
  }

  /// The rows of all ranks.
  ///
  /// - Parameter sparse: their inputs, where those are sparse.
  func all(sparse: Sides<SparseMatrix?>) -> Sides<BranchFactors> {
    func factors(_ side: Side) -> BranchFactors {
      let input = sparse[side].map(InputFactor.sparse) ?? .dense(factor(side, \.input))
      return self.factors(side, 0..<count(side), input)
    }
    return Sides(image: factors(.image), text: factors(.text))
  }

  /// All lists, with the part of each rank.
  var lists: [NodeCopies.List] {
    Side.allCases.flatMap { side in
      let blocks = layout.blocks[side]
      return [blocks.input, blocks.activation, blocks.hiddenGradient, blocks.embeddingGradient].map { block in
        let parts = layout.rows[side].map {
          $0.lowerBound * block.columns..<$0.upperBound * block.columns
        }
        switch block.precision {
        case .fp32: return NodeCopies.List(base + block.start, parts: parts)
        case .bf16: return NodeCopies.List(halves(of: block), parts: parts)
        }
      }
    }
  }

  private func halves(of block: Block) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(base + block.start).assumingMemoryBound(to: UInt16.self)
  }

  private func factors(_ side: Side, _ range: Range<Int>, _ input: InputFactor) -> BranchFactors {
    BranchFactors(
      input: input, activation: factor(side, \.activation).rows(range),
      hiddenGradient: factor(side, \.hiddenGradient).rows(range),
      embeddingGradient: factor(side, \.embeddingGradient).rows(range))
  }

  private func count(_ side: Side) -> Int { layout.rows[side].last?.upperBound ?? 0 }

  private func factor(_ side: Side, _ path: KeyPath<Layout.Blocks, Block>) -> Factor {
    let block = layout.blocks[side][keyPath: path]
    let (rows, place) = (count(side), base + block.start)
    switch block.precision {
    case .fp32:
      return .single(Matrix(rows: rows, columns: block.columns, pointer: place, owner: owner))
    case .bf16:
      return .bfloat16(
        BFloat16Matrix(rows: rows, columns: block.columns, pointer: halves(of: block), owner: owner))
    }
  }
}
