import MPI
import Sampling
import Tensor
import TwoBranch

/// The room of a batch's rows in the memory of a node, in floats.
struct BatchRoom {
  static let densePurpose = "the rows of a batch"
  static let sparsePurpose = "the words of a batch"

  let dense: Int
  /// Nil where a branch reads dense rows.
  let sparse: Sides<Int?>

  /// - Parameter slices: of all ranks whose rows stand there.
  init(_ shape: NetworkShape, _ precision: Precision, slices: [BatchSlice], _ entries: NodeMemory.EntryCount)
  {
    let rows = Sides(image: slices.map(\.images), text: slices.map(\.texts))
    dense = Placement.Layout(shape, precision, rows: rows.map { $0.map(\.count) }).count
    func sparse(_ side: Side) -> Int? {
      guard shape[side].input == .sparse else { return nil }
      let counts = rows[side].map { NodeSparseRows.floatCount(rows: $0.count, entries: entries(side, $0)) }
      return counts.reduce(0, +)
    }
    self.sparse = Sides(image: sparse(.image), text: sparse(.text))
  }

  var uses: [SharedMemoryUse] {
    let words = Side.allCases.compactMap { sparse[$0] }.map { (Self.sparsePurpose, $0) }
    return ([(Self.densePurpose, dense)] + words).map { purpose, floats in
      let bytes = SharedWindow.byteCount(ofFloats: GrowingWindow.capacity(for: floats))
      return SharedMemoryUse(bytes: bytes, purpose: purpose)
    }
  }
}
