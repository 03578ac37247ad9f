import MPI
import Tensor
import TwoBranch

/// Where the rows of one step stand in the memory of a node: whatever lists the layers have declared.
package struct Placement {
  let shape: NetworkShape
  let layout: Layout
  let base: UnsafeMutablePointer<Float>
  /// This rank's place among those whose rows stand here.
  let rank: Int
  /// Of this rank's rows, counted from the first of them.
  let blocks: Sides<[Range<Int>]>
  let owner: AnyObject

  /// Both branches' lists, one behind the other, each on cache lines of its own.
  struct Layout {
    /// Rows of each rank that brings some, one rank after the other.
    let rows: Sides<[Range<Int>]>
    private(set) var lists = Sides<[List]>(image: [], text: [])
    /// Floats of all.
    private(set) var count = 0

    /// One list of rows in the memory.
    struct List {
      let declaration: RowDeclaration
      /// In floats from the beginning.
      let start: Int
    }

    /// - Parameter rows: of each rank that brings some.
    init(_ shape: NetworkShape, _ precision: Precision, rows: Sides<[Int]>) {
      self.rows = rows.map { contiguousRanges($0) }
      for side in Side.allCases {
        let total = rows[side].reduce(0, +)
        lists[side] = Branch.rows(shape[side], precision).map { append($0, rows: total) }
      }
    }

    private mutating func append(_ declaration: RowDeclaration, rows: Int) -> List {
      let numbers = rows * declaration.columns
      let floats = declaration.precision == .fp32 ? numbers : (numbers + 1) / 2
      defer { count += (floats + 15) / 16 * 16 }
      return List(declaration: declaration, start: count)
    }
  }

  /// `[n, D]`, where this rank's inputs go; nil where the branch reads sparse rows.
  func input(_ side: Side) -> Factor? {
    let list = layout.lists[side].first { $0.declaration.name == Branch.inputRows }
    return list.map { numbers($0, side).rows(layout.rows[side][rank]) }
  }

  /// This rank's rows.
  ///
  /// - Parameter given: its input.
  func own(_ side: Side, _ given: BranchInput) -> SavedRows {
    guard case .sparse(let sparse) = given else { return saved(side, layout.rows[side][rank], nil) }
    return saved(side, layout.rows[side][rank], sparse)
  }

  /// The rows of all ranks.
  ///
  /// - Parameter sparse: their inputs, where those are sparse.
  func all(sparse: Sides<SparseMatrix?>) -> Sides<SavedRows> {
    Sides(
      image: saved(.image, 0..<count(.image), sparse.image), text: saved(.text, 0..<count(.text), sparse.text)
    )
  }

  /// All lists, with the part of each rank.
  var lists: [NodeCopies.List] {
    Side.allCases.flatMap { side in
      layout.lists[side].map { list in
        let columns = list.declaration.columns
        let parts = layout.rows[side].map { $0.lowerBound * columns..<$0.upperBound * columns }
        switch list.declaration.precision {
        case .fp32: return NodeCopies.List(base + list.start, parts: parts)
        case .bf16: return NodeCopies.List(halves(of: list), parts: parts)
        }
      }
    }
  }

  private func saved(_ side: Side, _ range: Range<Int>, _ sparse: SparseMatrix?) -> SavedRows {
    let lists = layout.lists[side].map { ($0.declaration.name, numbers($0, side).rows(range)) }
    return SavedRows(Dictionary(uniqueKeysWithValues: lists), sparse: sparse)
  }

  private func count(_ side: Side) -> Int { layout.rows[side].last?.upperBound ?? 0 }

  private func numbers(_ list: Layout.List, _ side: Side) -> Factor {
    let (rows, columns) = (count(side), list.declaration.columns)
    switch list.declaration.precision {
    case .fp32:
      return .single(Matrix(rows: rows, columns: columns, pointer: base + list.start, owner: owner))
    case .bf16:
      return .bfloat16(
        BFloat16Matrix(rows: rows, columns: columns, pointer: halves(of: list), owner: owner))
    }
  }

  private func halves(of list: Layout.List) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(base + list.start).assumingMemoryBound(to: UInt16.self)
  }
}
