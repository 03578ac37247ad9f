import Tensor
import TwoBranch

/// Memory of one rank for what its passes write before it is rounded, one list for each that a branch's layers have
/// declared.
struct OwnRows {
  private let memory: [String: ReusedMemory]

  init(_ declarations: [RowDeclaration]) {
    memory = Dictionary(uniqueKeysWithValues: declarations.map { ($0.name, ReusedMemory()) })
  }

  /// For each list the saved one itself where it is of single precision, else room for one of its shape.
  func numbers(of saved: SavedRows) -> [String: Matrix] {
    Dictionary(uniqueKeysWithValues: memory.keys.map { ($0, numbers($0, saved[$0])) })
  }

  func numbers(_ name: String, _ saved: Factor) -> Matrix {
    switch saved {
    case .single(let matrix): return matrix
    case .bfloat16(let rounded):
      guard let memory = memory[name] else { preconditionFailure("no layer has declared the rows \(name)") }
      return memory.matrix(rows: rounded.rows, columns: rounded.columns)
    }
  }
}
